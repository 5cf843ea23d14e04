-- What staff wrote in place of the program's texts of letters: each version stays, the last is used. An empty text goes back to the program's own.
create table letter_texts (
  language text collate "C" not null,
  receiver text collate "C" not null, -- sort of receiver: complainant, specialist
  kind     text collate "C" not null, -- of letter
  version  bigint not null, -- from 1
  text     text collate "C" not null, -- its first line is the subject; no personal data
  account  text collate "C" not null references accounts (id), -- who wrote it
  at       bigint not null,
  primary key (language, receiver, kind, version)
);
create trigger letter_texts_stay before delete on letter_texts for each row execute function refuse_change('history stays');
create trigger letter_texts_fixed before update on letter_texts for each row execute function refuse_change('history is fixed');
create trigger history_is_not_emptied before truncate on letter_texts execute function refuse_change('history stays');

-- The address of the calendar with a member of staff's own appointments: one for each who wants it.
create table calendar_feeds (
  account text collate "C" not null primary key references accounts (id),
  hash    text collate "C" not null unique, -- SHA-256 of the token
  made    bigint not null
);
