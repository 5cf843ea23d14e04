package store

import "slices"

// migrationsTable is what the schema says of itself. It is made, not copied.
const migrationsTable = "migrations"

// copiedTable is a table of an installation.
type copiedTable struct {
	name string
	key  string // its primary key: rows are read in this order on both sides
	told string // columns that name a row in a message, when its key says something of a person
}

// copiedTables is everything that is copied: each table after those it refers to.
var copiedTables = []copiedTable{
	{name: "terms", key: "hash"},
	{name: "dossiers", key: "id"},
	{name: "events", key: "dossier, number"},
	{name: "parts", key: "dossier, number, name"},
	{name: "list", key: "dossier"},
	{name: "complainants", key: "dossier"},
	{name: "words", key: "dossier, word", told: "dossier"},
	{name: "access", key: "dossier, viewer, narrows"},
	{name: "deadlines", key: "dossier, position"},
	{name: "bans", key: "dossier, specialist"},
	{name: "slots", key: "dossier"},
	{name: "appointments", key: "dossier, specialist"},
	{name: "promises", key: "dossier, rule"},
	{name: "jobs", key: "id"},
	{name: "messages", key: "id"},
	{name: "links", key: "hash"},
	{name: "receipts", key: "key"},
	{name: "accounts", key: "id"},
	{name: "logins", key: "id"},
	{name: "factors", key: "id"},
	{name: "recovery_codes", key: "account, hash", told: "account"},
	{name: "identities", key: "issuer, subject"},
	{name: "tickets", key: "hash"},
	{name: "attempts", key: "key"},
	{name: "account_log", key: "id"},
	{name: "codes", key: "dossier"},
	{name: "files", key: "id"},
	{name: "mails_in", key: "id"},
	{name: "turns", key: "name"},
	{name: "reads", key: "id"},
	{name: "ledger", key: "dossier, remedy"},
	{name: "checkpoints", key: "number"},
	{name: "checkpoint_heads", key: "checkpoint, dossier"},
	{name: "sessions", key: "hash"},
	{name: "secrets", key: "name"},
	{name: "branches", key: "id"},
	{name: "specialists", key: "id"},
	{name: "clients", key: "id"},
	{name: "treatments", key: "id"},
	{name: "settings", key: "name"},
	{name: "letter_texts", key: "language, receiver, kind, version"},
	{name: "calendar_feeds", key: "account"},
}

func isCopied(name string) bool {
	return slices.ContainsFunc(copiedTables, func(t copiedTable) bool { return t.name == name })
}
