-- Files that were sent along: what is kept of them in the folder or bucket beside the database. A row is there before its bytes are, and until after
-- they went, so that a program that is killed leaves none that nobody knows of. A file is coming while its bytes are written, waiting until the virus
-- scanner saw it, going when its bytes are to be deleted; those of an infected one are.
create table files (
  id      text collate "C" not null primary key, -- the name under which it is kept, drawn at random
  form    text collate "C" not null,             -- the id of the form it was sent with, until that is done; empty afterwards
  dossier bigint references dossiers (id), -- null until then
  media   text collate "C" not null,             -- what it is, by its content
  size    bigint not null,             -- bytes as they are kept
  hash    text collate "C" not null,             -- SHA-256 of them
  preview bigint not null,             -- 1 when a small picture is kept beside it
  name    text collate "C" not null,             -- as it was given, cleaned; empty once it stands in a dossier
  at      bigint not null,             -- when it came
  state   text collate "C" not null check (state in ('coming', 'waiting', 'clean', 'infected', 'going'))
);
create index files_form on files (form, at) where form <> '';
create index files_dossier on files (dossier);
create index files_state on files (state, at);
