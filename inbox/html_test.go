package inbox

import (
	"strings"
	"testing"
)

func TestASVS1_3_1_OfHTMLInAMailWordsAlonePass(t *testing.T) {
	for _, html := range []string{
		`<p>woorden</p><script>kwaad()</script>`, `<p onclick="kwaad()">woorden</p>`, `<style>p{background:url(http://kwaad.example)}</style>woorden`, `<img src="http://kwaad.example/x.gif" alt="kwaad">woorden`,
		`<a href="javascript:kwaad()">woorden</a>`, `<a href="data:text/html,kwaad">woorden</a>`, `<iframe src="http://kwaad.example">kwaad</iframe>woorden`, `<link rel=stylesheet href="http://kwaad.example">woorden`,
		`<object data="http://kwaad.example"></object>woorden`, `<svg onload="kwaad()"></svg>woorden`, `<meta http-equiv="refresh" content="0;url=http://kwaad.example">woorden`, `<body background="http://kwaad.example">woorden`,
		`<!--[if mso]>kwaad<![endif]-->woorden`, `<form action="http://kwaad.example">woorden</form>`, "<title>kwaad</title>woorden", `<base href="http://kwaad.example">woorden`,
	} {
		m := Read([]byte("From: a@b.nl\nContent-Type: text/html; charset=utf-8\n\n"+html), "")
		if m.Text != "woorden" || m.Folded != "" {
			t.Errorf("%s: %q, %q", html, m.Text, m.Folded)
		}
	}
}

// What looks like markup once it is read is words, and is shown as such by whoever shows it: nothing is taken away from what was written.
func TestWrittenMarkupStaysAsItWasWritten(t *testing.T) {
	m := Read([]byte("From: a@b.nl\nContent-Type: text/html; charset=utf-8\n\n<p>ik typte &lt;b&gt; en &amp;amp;</p>"), "")
	if m.Text != "ik typte <b> en &amp;" {
		t.Errorf("%q", m.Text)
	}
}

// A link shows where it leads, so that nobody has to follow it to see it.
func TestALinkShowsWhereItLeads(t *testing.T) {
	m := Read([]byte("From: a@b.nl\nContent-Type: text/html; charset=utf-8\n\n"+`<a href="https://nep.example/inloggen">https://bank.example</a>`), "")
	if !strings.Contains(m.Text, "https://nep.example/inloggen") {
		t.Errorf("%q", m.Text)
	}
}
