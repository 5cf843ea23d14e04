-- The truth: what happened in each dossier and the words of it. Nothing here changes afterwards, but for words that are erased.

create table dossiers (
  id        integer primary key,
  reference text not null unique
) strict;

create table events (
  dossier integer not null references dossiers (id),
  number  integer not null,
  at      integer not null, -- milliseconds, UTC
  actor   text    not null,
  kind    text    not null,
  facts   text    not null,
  digest  blob    not null,
  primary key (dossier, number)
) strict, without rowid;

-- seal is the SHA-256 of salt and body; it stays when both are erased.
create table parts (
  dossier integer not null,
  number  integer not null,
  name    text    not null,
  subject text    not null,
  person  text    not null,
  class   text    not null,
  salt    blob,
  body    text,
  seal    blob    not null,
  primary key (dossier, number, name),
  foreign key (dossier, number) references events (dossier, number)
) strict, without rowid;

create table terms (
  hash   text not null primary key,
  body   text not null,
  digest blob not null
) strict, without rowid;

create trigger dossiers_stay before delete on dossiers begin select raise(abort, 'history stays'); end;
create trigger dossiers_fixed before update on dossiers begin select raise(abort, 'history is fixed'); end;
create trigger events_stay before delete on events begin select raise(abort, 'history stays'); end;
create trigger events_fixed before update on events begin select raise(abort, 'history is fixed'); end;
create trigger parts_stay before delete on parts begin select raise(abort, 'history stays'); end;
create trigger parts_fixed before update on parts
  when new.dossier <> old.dossier or new.number <> old.number or new.name <> old.name or new.subject <> old.subject
    or new.person <> old.person or new.class <> old.class or new.seal <> old.seal
    or new.body is not null or new.salt is not null
  begin select raise(abort, 'words can only be erased'); end;
create trigger terms_stay before delete on terms begin select raise(abort, 'terms stay'); end;
create trigger terms_fixed before update on terms begin select raise(abort, 'terms are fixed'); end;
