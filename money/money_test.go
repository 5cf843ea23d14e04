package money

import (
	"errors"
	"fmt"
	"testing"

	"pgregory.net/rapid"
)

func TestParseEuros(t *testing.T) {
	for typed, want := range map[string]int64{
		"69.95":           6995,
		"69,95":           6995,
		"€ 69,95":         6995,
		"€\u00a069,95":    6995,
		"69,95 €":         6995,
		"EUR 70":          7000,
		"70 euro":         7000,
		"70,-":            7000,
		"€ 1.250,--":      125000,
		"1.234,56":        123456,
		"1,234.56":        123456,
		"1.234":           123400,
		"1,234":           123400,
		"1.234.567,8":     123456780,
		"0,5":             50,
		"0":               0,
		" 12 ":            1200,
		"100000000":       MaxCents,
		"0000000000000,1": 10,
	} {
		if got, err := ParseEuros(typed); err != nil || got != want {
			t.Errorf("ParseEuros(%q) = %d, %v, want %d", typed, got, err, want)
		}
	}
}

func TestParseEurosRefuses(t *testing.T) {
	for typed, want := range map[string]error{
		"":                          ErrNotAnAmount,
		"€":                         ErrNotAnAmount,
		"-5":                        ErrNotAnAmount,
		"5-":                        ErrNotAnAmount,
		",50":                       ErrNotAnAmount,
		"5,":                        ErrNotAnAmount,
		"1.2.3":                     ErrNotAnAmount,
		"1.23,456":                  ErrNotAnAmount,
		"1,234.567,89":              ErrNotAnAmount,
		"0,500":                     ErrNotAnAmount,
		"0.001":                     ErrNotAnAmount,
		"00.100,50":                 ErrNotAnAmount,
		"12.3456":                   ErrNotAnAmount,
		"1234.567":                  ErrNotAnAmount,
		"1e3":                       ErrNotAnAmount,
		"１２":                        ErrNotAnAmount,
		"ongeveer 50":               ErrNotAnAmount,
		"5 5":                       ErrNotAnAmount,
		"100000000,01":              ErrTooLarge,
		"99999999999999999999999,0": ErrTooLarge,
	} {
		if got, err := ParseEuros(typed); !errors.Is(err, want) || got != 0 {
			t.Errorf("ParseEuros(%q) = %d, %v, want %v", typed, got, err, want)
		}
	}
}

func TestParseEurosReadsEverySpelling(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		cents := rapid.Int64Range(0, MaxCents).Draw(t, "cents")
		for _, format := range []string{"%d,%02d", "%d.%02d", "€ %d,%02d", "%d.%02d EUR"} {
			typed := fmt.Sprintf(format, cents/100, cents%100)
			if got, err := ParseEuros(typed); err != nil || got != cents {
				t.Fatalf("ParseEuros(%q) = %d, %v", typed, got, err)
			}
		}
	})
}

func FuzzParseEuros(f *testing.F) {
	for _, seed := range []string{"1.234,56", "€ 69,95", "70,-", "-1", "\xff,1", "9223372036854775807"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		cents, err := ParseEuros(typed)
		if cents < 0 || cents > MaxCents || (err != nil && cents != 0) {
			t.Errorf("ParseEuros(%q) = %d, %v", typed, cents, err)
		}
	})
}
