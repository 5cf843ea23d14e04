-- What follows from acts, and what makes acts safe to repeat.

create table jobs (
  id       integer primary key,
  kind     text    not null,
  effect   text    not null unique,
  payload  text    not null,
  status   text    not null check (status in ('waiting', 'leased', 'done', 'failed')),
  run_at   integer not null, -- when it was asked to run
  due_at   integer not null, -- when it can be taken: its time, its next try, or the end of its lease
  attempts integer not null,
  token    integer not null, -- fencing
  error    text    not null
) strict;
create index jobs_due on jobs (due_at, id) where status in ('waiting', 'leased');
create index jobs_failed on jobs (id) where status = 'failed';

create table messages (
  id       integer primary key,
  effect   text    not null unique,
  dossier  integer not null references dossiers (id),
  number   integer not null,
  party    text    not null,
  kind     text    not null,
  name     text    not null,
  address  text    not null,
  language text    not null,
  subject  text    not null,
  body     text    not null,
  link     text    not null,
  at       integer not null,
  class    text    not null,
  person   text    not null
) strict;
create index messages_dossier on messages (dossier, id);
create index messages_address on messages (address, id);

create table links (
  hash    text    not null primary key,
  dossier integer not null references dossiers (id),
  purpose text    not null,
  fellow  integer not null,
  expires integer not null
) strict, without rowid;

create table receipts (
  key    text    not null primary key,
  digest text    not null,
  result text    not null,
  at     integer not null
) strict, without rowid;
