package demo

import (
	"time"

	"github.com/wederhoor/wederhoor/dossier"
)

// filedWithPhotos files by the form with one photo, and adds another later.
func filedWithPhotos() []step {
	return join(
		act(0, visitor, func(p *plot) dossier.Command {
			c := p.complaint(dossier.ByForm)
			c.Files = []dossier.NewFile{p.photo("bovenkaak.jpg")}
			return c
		}),
		act(hours(2), client, func(p *plot) dossier.Command {
			return dossier.AddFiles{Files: []dossier.NewFile{p.photo("rekening met adres.jpg")}}
		}),
	)
}

// fileTakenOut takes out the newest file.
func fileTakenOut() []step {
	return act(hours(1), handler, func(p *plot) dossier.Command {
		files := p.state(p.references[0]).Files
		return dossier.RedactFile{File: files[len(files)-1].ID, Reason: "Op deze foto staan gegevens van iemand anders."}
	})
}

func heldFor(length time.Duration) []step {
	return act(days(1), theOwner, func(p *plot) dossier.Command {
		until := dossier.Date(p.due.Add(length).Format(time.DateOnly))
		return dossier.PlaceHold{Until: until, Reason: "De klant heeft een rechtszaak aangekondigd."}
	})
}

func holdLifted() []step {
	return plain(days(1), theOwner, dossier.LiftHold{Reason: "De rechtszaak gaat niet door."})
}

// fellowErased takes out what another client said and was sent, who asked for that.
func fellowErased() []step {
	return plain(days(1), theOwner, dossier.Erase{Whose: dossier.ToFellow(1), Sure: true})
}
