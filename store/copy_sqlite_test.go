//go:build !postgres

package store_test

var routes = []route{{"SQLite to SQLite", sqliteAddress, sqliteAddress}}
