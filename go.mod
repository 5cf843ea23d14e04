module github.com/wederhoor/wederhoor

go 1.26.0
