-- What staff wrote in place of the program's texts of letters: each version stays, the last is used. An empty text goes back to the program's own.
create table letter_texts (
  language text    not null,
  receiver text    not null, -- sort of receiver: complainant, specialist
  kind     text    not null, -- of letter
  version  integer not null, -- from 1
  text     text    not null, -- its first line is the subject; no personal data
  account  text    not null references accounts (id), -- who wrote it
  at       integer not null,
  primary key (language, receiver, kind, version)
) strict, without rowid;
create trigger letter_texts_stay before delete on letter_texts begin select raise(abort, 'history stays'); end;
create trigger letter_texts_fixed before update on letter_texts begin select raise(abort, 'history is fixed'); end;

-- The address of the calendar with a member of staff's own appointments: one for each who wants it.
create table calendar_feeds (
  account text    not null primary key references accounts (id),
  hash    text    not null unique, -- SHA-256 of the token
  made    integer not null
) strict, without rowid;
