-- Mails that came in. Each is taken in once, known by the digest of its bytes, whatever number the mailbox gives it, and stands here in one state.
-- The mail itself is kept as it came beside the database, under the id of its row, which is that of a row of files.
create table mails_in (
  id      text collate "C" not null primary key references files (id), -- drawn at random
  digest  text collate "C" not null unique,      -- SHA-256 of the mail as it came
  place   text collate "C" not null,             -- where the mailbox had it: UIDVALIDITY/UID
  at      bigint not null,             -- when it reached the mailbox
  taken   bigint not null,             -- when it was taken in
  mail_id text collate "C" not null,             -- its Message-ID, without brackets; as its sender wrote it
  sender  text collate "C" not null,             -- e-mail address, folded; empty when there is none
  name    text collate "C" not null,             -- of the sender
  subject text collate "C" not null,
  sort    text collate "C" not null,             -- who or what wrote it
  state   text collate "C" not null check (state in ('complaint', 'joined', 'bounce', 'ignored', 'review', 'aside')),
  reasons text collate "C" not null,             -- why it waits, or what was not taken in with it: codes, separated by spaces
  dossier bigint references dossiers (id), -- that it became part of; of one in review the one that it names
  party   text collate "C" not null,             -- whose reply address it came to, complainant or specialist:S12; empty for none
  size    bigint not null,             -- bytes
  actor   text collate "C" not null,             -- who placed it or put it aside; empty when the program did
  acted   bigint not null              -- when
);
create index mails_in_state on mails_in (state, at);
create index mails_in_dossier on mails_in (dossier) where dossier is not null;
create index mails_in_sender on mails_in (sender, taken);
create index mails_in_mail on mails_in (mail_id) where mail_id <> '';

-- Messages whose mail came back after a server had taken it.
alter table messages add column bounced bigint not null default 0; -- when that was told
alter table messages add column bounce text collate "C" not null default ''; -- status code, such as 5.1.1 (RFC 3463)
create index messages_mail on messages (mail_id) where mail_id <> '';

-- What one node does for all, for a while: until then others leave it alone.
create table turns (
  name   text collate "C" not null primary key,
  holder text collate "C" not null,              -- drawn at random by each node when it starts
  until  bigint not null               -- by the clock of the database
);
