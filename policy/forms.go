package policy

import (
	"strings"

	"gopkg.in/yaml.v3"
)

// Forms is how much the forms that anybody can send take.
type Forms struct {
	OneAddress    Rate // complaints and requests for a talk from one address of the network
	InAll         Rate // the same, from everybody together
	Load          Rate // more than this means that a flood is under way
	WithoutScript Rate // what is taken without proof of work while one is asked for, from everybody together
	OneDossier    Rate // what is sent from behind one private link
	Uploads       Rate // files from one address
	ProofOfWork   Proof
}

// Rate is so much at once, and so much more in each hour.
type Rate struct {
	AtOnce  int
	PerHour int
}

// Proof says when a form asks the browser for a proof of work.
type Proof string

// When a proof of work is asked for.
const (
	ProofOff       Proof = "off"
	ProofUnderLoad Proof = "under_load"
	ProofAlways    Proof = "always"
)

// mostAtOnce is the most that a rate can say: what no limit at all would be.
const mostAtOnce = 1_000_000

func (r *reader) forms(f *Forms) []field {
	var fields []field
	for _, one := range []struct {
		key  string
		rate *Rate
	}{
		{"one_address", &f.OneAddress},
		{"in_all", &f.InAll},
		{"load", &f.Load},
		{"without_script", &f.WithoutScript},
		{"one_dossier", &f.OneDossier},
		{"uploads", &f.Uploads},
	} {
		path := "forms." + one.key
		fields = append(fields, field{one.key, r.section(path, []field{
			{"at_once", r.count(path+".at_once", 1, mostAtOnce, &one.rate.AtOnce)},
			{"per_hour", r.count(path+".per_hour", 1, mostAtOnce, &one.rate.PerHour)},
		})})
	}
	return append(fields, field{"proof_of_work", r.proof(&f.ProofOfWork)})
}

func (r *reader) proof(dst *Proof) func(*yaml.Node) {
	return func(n *yaml.Node) {
		text, ok := r.scalar(n, "forms.proof_of_work")
		switch Proof(strings.ToLower(text)) {
		case ProofOff, ProofUnderLoad, ProofAlways:
			*dst = Proof(strings.ToLower(text))
		default:
			if ok {
				r.add(n.Line, "forms.proof_of_work: %q must be off, under_load or always", text)
			}
		}
	}
}

// formsTogether: what is asked for under load must be asked for before all is full.
func (r *reader) formsTogether(f Forms) {
	if f.Load.AtOnce >= f.InAll.AtOnce && f.ProofOfWork == ProofUnderLoad {
		r.add(r.at("forms.load.at_once", "forms.in_all.at_once"), "load (%d at once) must be less than in_all (%d at once), or no proof of work is asked for before everybody is refused",
			f.Load.AtOnce, f.InAll.AtOnce)
	}
}
