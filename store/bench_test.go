package store_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/register"
	"github.com/wederhoor/wederhoor/store"
	"github.com/wederhoor/wederhoor/store/storetest"
)

// manyDossiers files n complaints. Of every ten, seven are closed, as in a chain that has run for years.
func manyDossiers(b *testing.B, o *storetest.Office, n int) {
	for i := 0; i < n; i += 500 {
		o.Write(func(tx *store.Tx) error {
			for j := i; j < min(i+500, n); j++ {
				d := tx.New()
				c := o.Complaint(func(c *dossier.File) {
					c.Name = fmt.Sprintf("%s %s", given[j%len(given)], surnames[j/7%len(surnames)])
					c.Email, c.Phone = fmt.Sprintf("klant%d@example.nl", j), fmt.Sprintf("+316%08d", 10_000_000+j)
					c.Branch = dossier.BranchID(fmt.Sprintf("B%d", j%12))
					c.Specialists = []dossier.SpecialistID{dossier.SpecialistID(fmt.Sprintf("S%d", j%40))}
				})
				if _, err := o.Do(tx, d, c, dossier.Complainant()); err != nil {
					return err
				}
				if j%10 < 7 {
					if _, err := o.Do(tx, d, dossier.Withdraw{}, dossier.Complainant()); err != nil {
						return err
					}
				}
			}
			return nil
		})
		o.Now = o.Now.Add(time.Minute)
	}
}

var (
	given    = []string{"Anna", "Bram", "Cato", "Daan", "Eva", "Finn", "Guus", "Hanna", "Ilse", "Jan"}
	surnames = []string{"Jansen", "de Vries", "van den Berg", "Bakker", "Visser", "Smit", "Meijer", "de Boer", "Mulder", "Bos", "Vos"}
)

// BenchmarkLists is the time of list queries over 100,000 dossiers, for viewers who may see all and hardly any.
func BenchmarkLists(b *testing.B) {
	db, _ := openAt(b)
	o := storetest.NewOffice(b, db)
	manyDossiers(b, o, 100_000)
	r := db.Read()
	owner, outside := dossier.ViewerKeys(storetest.Owner), dossier.ViewerKeys(storetest.Specialist1)
	todo, err := r.Queue(b.Context(), owner, store.Filter{Queue: "todo", Limit: 200})
	if err != nil || todo.Next == "" {
		b.Fatal(err)
	}
	for name, run := range map[string]func() error{
		"first page":     page(b, r, owner, store.Filter{Queue: "todo"}),
		"page after":     page(b, r, owner, store.Filter{Queue: "todo", After: todo.Next}),
		"mine, empty":    page(b, r, owner, store.Filter{Queue: "mine"}),
		"closed":         page(b, r, owner, store.Filter{Queue: "closed"}),
		"branch":         page(b, r, owner, store.Filter{Queue: "todo", Branch: "B7"}),
		"rare flag":      page(b, r, owner, store.Filter{Queue: "todo", Flag: "suspected"}),
		"rare flag, all": page(b, r, owner, store.Filter{Flag: "suspected"}),
		"receptionist":   page(b, r, dossier.ViewerKeys(storetest.Receptionist), store.Filter{Queue: "todo"}),
		"narrow viewer":  page(b, r, outside, store.Filter{Queue: "todo"}),
		"search e-mail":  page(b, r, owner, store.Filter{Search: "klant4711@"}),
		"search phone":   page(b, r, owner, store.Filter{Search: "06 10004711"}),
		"search name":    page(b, r, owner, store.Filter{Search: "anna de vries"}),
		"search letter":  page(b, r, owner, store.Filter{Search: "j"}),
		"search nobody":  page(b, r, owner, store.Filter{Search: "xyz"}),
		"counts":         func() error { _, err := r.Counts(b.Context(), owner, "A1"); return err },
		"one dossier":    func() error { _, err := r.Dossier(b.Context(), owner, todo.Rows[0].Reference); return err },
		"due":            func() error { _, err := r.Due(b.Context(), o.Now, 100); return err },
	} {
		b.Run(name, func(b *testing.B) {
			var took []time.Duration
			for b.Loop() {
				start := time.Now()
				if err := run(); err != nil {
					b.Fatal(err)
				}
				took = append(took, time.Since(start))
			}
			slices.Sort(took)
			b.ReportMetric(float64(took[len(took)/2].Microseconds()), "p50-µs")
			b.ReportMetric(float64(took[len(took)*99/100].Microseconds()), "p99-µs")
		})
	}
}

func page(b *testing.B, r *store.Reader, keys []string, f store.Filter) func() error {
	return func() error { _, err := r.Queue(b.Context(), keys, f); return err }
}

// BenchmarkFile is durable filings per second, by 1, 8 and 32 writers at a time.
func BenchmarkFile(b *testing.B) {
	for _, writers := range []int{1, 8, 32} {
		b.Run(fmt.Sprint(writers), func(b *testing.B) {
			db, _ := openAt(b)
			o := storetest.NewOffice(b, db)
			complaints := make(chan dossier.File, b.N)
			for range b.N {
				complaints <- o.Complaint()
			}
			close(complaints)
			b.ResetTimer()
			done := make(chan error, writers)
			for range writers {
				go func() {
					var err error
					for c := range complaints {
						if err == nil {
							err = db.Write(b.Context(), func(tx *store.Tx) error {
								_, err := o.Do(tx, tx.New(), c, dossier.Complainant())
								return err
							})
						}
					}
					done <- err
				}()
			}
			for range writers {
				if err := <-done; err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "filings/s")
		})
	}
}

// BenchmarkRegister loads a register of two years: 130,000 treatments of 50,000 clients.
func BenchmarkRegister(b *testing.B) {
	clients := make([]register.Client, 50_000)
	for i := range clients {
		clients[i] = register.Client{
			ID: fmt.Sprintf("C%06d", i), Name: given[i%10] + " " + surnames[i/10%11], Email: fmt.Sprintf("klant%d@example.nl", i),
			Phone: fmt.Sprintf("+316%08d", 10_000_000+i), Birth: "1980-01-02", Postcode: "1011AB", Address: "Dorpsstraat 1",
		}
	}
	treatments := make([]register.Treatment, 130_000)
	for i := range treatments {
		treatments[i] = register.Treatment{
			ID: fmt.Sprintf("T%06d", i), Client: clients[i*7%len(clients)].ID, Branch: fmt.Sprintf("B%02d", i%12), Specialist: fmt.Sprintf("S%02d", i%40),
			Date: time.Date(2024, 3, 1+i/180, 0, 0, 0, 0, time.UTC).Format(time.DateOnly), Kind: "bleken", PriceCents: 15000, PaidCents: 15000,
			ShadesAdvertised: 4, ShadesAchieved: 4,
		}
	}
	for b.Loop() {
		db, _ := openAt(b)
		err := db.Write(b.Context(), func(tx *store.Tx) error {
			if err := tx.SaveClients(clients); err != nil {
				return err
			}
			return tx.SaveTreatments(treatments)
		})
		if err != nil {
			b.Fatal(err)
		}
	}
}
