package policy

import "gopkg.in/yaml.v3"

// Mail is how many mails become complaints by themselves in one day; those above wait for a person.
type Mail struct {
	PerSender int
	PerDay    int
}

func (r *reader) mail(dst *Mail) []field {
	number := func(key string, most int, dst *int) field {
		return field{key, func(n *yaml.Node) { r.count("mail."+key, 1, most, dst)(n) }}
	}
	return []field{
		number("per_sender", 100, &dst.PerSender),
		number("per_day", 10_000, &dst.PerDay),
	}
}
