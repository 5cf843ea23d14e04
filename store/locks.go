package store

import (
	"cmp"
	"encoding/binary"
	"hash/fnv"
	"slices"
	"strconv"
	"strings"

	"github.com/wederhoor/wederhoor/register"
)

// Where several transactions write at the same time, acts that could get in each other's way wait for each other; where one writes
// at a time nothing here does anything.
//
// What one dossier can do to another it does to one of the same person: a ban keeps appointments from being made and cancels those that
// stand, what was granted counts towards one price, a talk keeps a term open. So an act keeps to itself the person it is about, by all
// that dossiers of the same person are recognised by, before it looks at other dossiers, and before it loads its own. A slot is kept by a
// unique key, a dossier's history by its numbers.

// lockPerson keeps others from acting on the dossiers of a person until the transaction has ended.
func (tx *Tx) lockPerson(p Person) error {
	return tx.lockNumbers(p.numbers()...)
}

// numbers by which a person is locked, in one order for everybody: else two acts could wait for each other.
func (p Person) numbers() []int64 {
	var list []int64
	for kind, value := range []string{string(p.Client), register.FoldEmail(p.Email), foldPhone(p.Phone)} {
		if value != "" {
			h := fnv.New64a()
			_, _ = h.Write(append([]byte{byte(kind)}, value...))            // never fails
			list = append(list, int64(binary.BigEndian.Uint64(h.Sum(nil)))) //nolint:gosec // the bits are what counts
		}
	}
	slices.SortFunc(list, cmp.Compare[int64])
	return list
}

// lockNumbers waits for every transaction that holds one of the numbers, and holds them.
func (tx *Tx) lockNumbers(numbers ...int64) error {
	if tx.conn == nil {
		return ErrClosed
	}
	numbers = slices.DeleteFunc(numbers, func(n int64) bool { return slices.Contains(tx.locked, n) })
	lock := tx.conn.dialect.lockNumber
	if lock == "" || len(numbers) == 0 {
		return nil
	}
	calls := make([]string, len(numbers))
	args := make([]any, len(numbers))
	for i, n := range numbers {
		calls[i], args[i] = lock+"($"+strconv.Itoa(i+1)+")", n
	}
	if err := tx.put("select "+strings.Join(calls, ", "), args...); err != nil {
		return err
	}
	tx.locked = append(tx.locked, numbers...)
	return nil
}

// lockDossier finds a dossier and keeps others from acting on it, and on those of the same person.
func (tx *Tx) lockDossier(reference string) (int64, error) {
	if tx.conn == nil {
		return 0, ErrClosed
	}
	if tx.conn.dialect.lockNumber == "" {
		return tx.dossierID(reference)
	}
	var id int64
	var p Person
	err := tx.one([]any{&id, &p.Client, &p.Email, &p.Phone}, `select d.id, coalesce(c.client, ''), coalesce(c.email, ''), coalesce(c.phone, '')
		from dossiers d left join complainants c on c.dossier = d.id where d.reference = $1`, reference)
	if err != nil {
		return 0, err
	}
	if err := tx.lockPerson(p); err != nil {
		return 0, err
	}
	tx.know(reference, id)
	return id, tx.one([]any{&id}, "select id from dossiers where id = $1"+tx.conn.dialect.lockRows, id)
}
