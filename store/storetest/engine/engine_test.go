package engine

import "testing"

// Two databases are two, both engines do what the helpers say, and what is shared lasts until it is dropped.
func TestEngine(t *testing.T) {
	a, b := SQL(t, Address(t)), SQL(t, Address(t))
	Exec(t, a, "create table things (n integer)")
	Exec(t, b, "create table things (n integer)")
	Exec(t, a, "insert into things values ($1)", 1)
	space := Full(t, a, "things")
	if _, err := a.ExecContext(t.Context(), "insert into things values (2)"); err == nil {
		t.Error("a table that is full takes a row")
	}
	Exec(t, b, "insert into things values (2)")
	space()
	Exec(t, a, "insert into things values (3)")
	Full(t, a, "things")
	Unlock(t, a, "things")
	Exec(t, a, "insert into things values (4)")
	var n int
	if err := a.QueryRowContext(t.Context(), "select count(*) from things").Scan(&n); err != nil || n != 3 {
		t.Errorf("%d rows, %v", n, err)
	}
}

func TestLasting(t *testing.T) {
	address, drop, err := Lasting()
	if err != nil {
		t.Fatal(err)
	}
	t.Run("one test", func(t *testing.T) { Exec(t, SQL(t, address), "create table things (n integer)") })
	t.Run("another", func(t *testing.T) { Exec(t, SQL(t, address), "insert into things values (1)") })
	drop()
	if err := SQL(t, address).PingContext(t.Context()); err == nil {
		t.Error("it lasts for ever")
	}
}
