package rights_test

// mark is a word that stands nowhere but where it was typed in. No mark is the beginning of another.
func mark(name string) string { return "merk-" + name + "-einde" }
