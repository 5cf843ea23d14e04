package desk

import (
	"net/http"
	"strconv"

	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/store"
	"github.com/wederhoor/wederhoor/web/kit"
	"github.com/wederhoor/wederhoor/words"
)

const (
	jobsPath = "/desk/jobs"
	// jobsLimit is how many of the jobs that were given up are shown, the newest first.
	jobsLimit = 100
)

// failedJob is a job that was given up.
type failedJob struct {
	ID        string
	When      string
	What      string // its kind, in words
	Reference string // of the dossier it is about; empty for none
	Path      string
	Tried     string
	Reason    string // as the log has it
}

type jobsData struct {
	scene
	Nav   []kit.NavItem
	Jobs  []failedJob
	More  bool   // than are shown
	Done  string // what came of the last try
	Style string // of that
}

// jobs shows those who mind them which jobs were given up: of dossiers that they may see, and of none.
func (d *desk) jobs(w http.ResponseWriter, r *http.Request, s scene) error {
	if !s.viewer.MindsJobs() {
		return kit.ErrNotFound
	}
	list, err := d.app.Office.DB.Read().Failures(r.Context(), dossier.ViewerKeys(s.viewer.Actor), jobsLimit+1)
	if err != nil {
		return err
	}
	data := jobsData{scene: s, Nav: s.nav("jobs"), More: len(list) > jobsLimit}
	for _, job := range list[:min(len(list), jobsLimit)] {
		data.Jobs = append(data.Jobs, s.failedJob(job))
	}
	switch r.URL.Query().Get("done") {
	case "again":
		data.Done, data.Style = s.say("desk.jobs.again"), "good"
	case "gone":
		data.Done = s.say("desk.jobs.gone")
	}
	return kit.Render(w, r, http.StatusOK, jobsTemplate(data))
}

func (s scene) failedJob(job store.Job) failedJob {
	f := failedJob{
		ID: strconv.FormatInt(job.ID, 10), When: s.moment(job.Ended), What: s.say("desk.job.other"), Reference: job.Reference,
		Tried: words.Plural(s.lang, "desk.jobs.tried", job.Attempts), Reason: job.Error,
	}
	if key := "desk.job." + job.Kind; words.Has(key) {
		f.What = s.say(key)
	}
	if job.Reference != "" {
		f.Path = dossierPath(job.Reference)
	}
	return f
}

// tryAgain has one of them tried again. Sent twice, or after a colleague did the same, it changes nothing more and says so.
func (d *desk) tryAgain(w http.ResponseWriter, r *http.Request, s scene) error {
	id, err := strconv.ParseInt(r.PathValue("id"), 10, 64)
	if err != nil {
		return kit.ErrNotFound
	}
	again, err := d.app.Office.TryAgain(r.Context(), s.viewer, id)
	if err != nil {
		return err
	}
	done := "gone"
	if again {
		done = "again"
	}
	return kit.SeeOther(w, r, jobsPath+"?done="+done)
}

// toJobs is where whoever had to sign in again before their try comes out.
func (d *desk) toJobs(w http.ResponseWriter, r *http.Request, _ scene) error {
	return kit.SeeOther(w, r, jobsPath)
}

// countJobs is how many jobs were given up, for the navigation of those who mind them.
func (d *desk) countJobs(r *http.Request, s scene) (string, error) {
	if !s.viewer.MindsJobs() {
		return "", nil
	}
	n, err := d.app.Office.DB.Read().CountFailures(r.Context(), dossier.ViewerKeys(s.viewer.Actor), jobsLimit+1)
	if err != nil || n == 0 {
		return "", err
	}
	return upTo(min(n, jobsLimit), n > jobsLimit), nil
}
