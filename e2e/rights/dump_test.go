package rights_test

import (
	"fmt"
	"slices"
	"strings"

	"github.com/wederhoor/wederhoor/store/storetest/engine"
)

// passing are the tables in which it is noted that somebody is there, was let in or not, and looked.
var passing = []string{"sessions", "logins", "attempts", "reads"}

// dump is every row of every other table, a line for each.
func (c *chain) dump() string {
	c.t.Helper()
	var lines []string
	for _, table := range c.rows(tablesQuery()) {
		if name := strings.TrimPrefix(table, "name="); !slices.Contains(passing, name) {
			for _, row := range c.rows("select * from " + name) {
				lines = append(lines, name+" "+row)
			}
		}
	}
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}

func tablesQuery() string {
	if engine.Postgres() {
		return "select table_name as name from information_schema.tables where table_schema = 'public'"
	}
	return "select name from sqlite_schema where type = 'table' and name not like 'sqlite_%'"
}

// rows are the rows of a query, as name=value.
func (c *chain) rows(query string) []string {
	c.t.Helper()
	rows, err := c.beside.QueryContext(c.t.Context(), query)
	must(c.t, err)
	defer rows.Close()
	columns, err := rows.Columns()
	must(c.t, err)
	values, into := make([]any, len(columns)), make([]any, len(columns))
	for i := range values {
		into[i] = &values[i]
	}
	var lines []string
	for rows.Next() {
		must(c.t, rows.Scan(into...))
		var cells []string
		for i, column := range columns {
			cells = append(cells, fmt.Sprintf("%s=%v", column, values[i]))
		}
		lines = append(lines, strings.Join(cells, " "))
	}
	must(c.t, rows.Err())
	return lines
}

// forgive forgets what anybody tried: how guessing is slowed is another test's.
func (c *chain) forgive() {
	c.t.Helper()
	engine.Exec(c.t, c.beside, "delete from attempts")
}

// difference lists the lines that only one of two texts has.
func difference(before, after string) string {
	old, now := strings.Split(before, "\n"), strings.Split(after, "\n")
	var lines []string
	for _, line := range old {
		if !slices.Contains(now, line) {
			lines = append(lines, "- "+line)
		}
	}
	for _, line := range now {
		if !slices.Contains(old, line) {
			lines = append(lines, "+ "+line)
		}
	}
	return strings.Join(lines, "\n")
}
