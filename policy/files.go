package policy

import "gopkg.in/yaml.v3"

// Files is how much is taken of what people send along.
type Files struct {
	PerForm    int // files that one form takes
	PerDossier int // that a dossier holds
	Megabytes  int // of one file, as it is sent
	Megapixels int // of one picture
}

func (r *reader) files(dst *Files) []field {
	number := func(key string, most int, dst *int) field {
		return field{key, func(n *yaml.Node) { r.count("files."+key, 1, most, dst)(n) }}
	}
	return []field{
		number("per_form", 50, &dst.PerForm),
		number("per_dossier", 500, &dst.PerDossier),
		number("megabytes", 100, &dst.Megabytes),
		number("megapixels", 200, &dst.Megapixels),
	}
}
