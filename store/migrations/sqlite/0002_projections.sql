-- Made from events, in the transaction of the events. All of it can be rebuilt.

create table list (
  dossier        integer not null primary key references dossiers (id),
  version        integer not null, -- of the code that made the row
  phase          text    not null,
  ending         text    not null,
  branch         text    not null,
  specialists    text    not null, -- separated by spaces
  handler        text    not null,
  severity       text    not null,
  flags          text    not null, -- each between spaces
  received       integer not null,
  closed         integer not null, -- 0 while open
  todo           integer not null, -- 1 when open, or closed with something left for staff
  next_kind      text    not null,
  next_due       integer not null, -- the far future when nothing is due
  next_who       text    not null,
  count          integer not null,
  treatment      text    not null,
  granted        integer not null, -- cents, for the treatment
  treatment_date text    not null,
  talk_asked     integer not null,
  talk_ended     integer not null
) strict;
create index list_todo on list (next_due, dossier) where todo = 1;
create index list_turn on list (next_who, next_due, dossier) where todo = 1;
create index list_mine on list (handler, next_due, dossier) where todo = 1 and handler <> '';
create index list_talks on list (next_due, dossier) where phase = 'talk';
create index list_closed on list (closed, dossier) where closed > 0;
create index list_treatment on list (treatment) where treatment <> '';

create table complainants (
  dossier integer not null primary key references dossiers (id),
  name    text    not null,
  email   text    not null, -- folded
  phone   text    not null, -- E.164, or its digits
  client_name text not null, -- of who was treated, when somebody else complains
  client  text    not null  -- of the register
) strict;
create index complainants_email on complainants (email) where email <> '';
create index complainants_phone on complainants (phone) where phone <> '';
create index complainants_client on complainants (client) where client <> '';

create table words (
  word    text    not null,
  dossier integer not null references dossiers (id),
  contact integer not null, -- 1 when only who may see contact data may find by it
  primary key (dossier, word)
) strict, without rowid;
create index words_word on words (word, contact);

-- list_rank and contact_rank are 0 or 1 for a grant, 2 or 3 for one that takes away what others give: the highest of a
-- viewer's keys counts, and lets see when it is odd.
create table access (
  dossier      integer not null references dossiers (id),
  viewer       text    not null,
  only         integer not null,
  list_rank    integer not null,
  contact_rank integer not null,
  classes      text    not null, -- separated by spaces
  primary key (dossier, viewer, only)
) strict, without rowid;
create index access_viewer on access (viewer, dossier, list_rank);

create table deadlines (
  dossier  integer not null references dossiers (id),
  position integer not null,
  kind     text    not null,
  subject  text    not null,
  due      integer not null,
  who      text    not null,
  reached  integer not null,
  primary key (dossier, position)
) strict, without rowid;
create index deadlines_due on deadlines (due, dossier) where reached = 0;

create table bans (
  dossier    integer not null references dossiers (id),
  specialist text    not null,
  primary key (dossier, specialist)
) strict, without rowid;

create table slots (
  dossier    integer not null primary key references dossiers (id),
  specialist text    not null,
  start      integer not null,
  unique (specialist, start)
) strict;

create table appointments (
  dossier    integer not null references dossiers (id),
  specialist text    not null,
  primary key (dossier, specialist)
) strict, without rowid;
create index appointments_specialist on appointments (specialist);

-- What is measured (R1, R10, R13): what was promised by when, and when that was kept.
create table promises (
  dossier integer not null references dossiers (id),
  rule    text    not null,
  due     integer not null,
  kept    integer not null, -- 0 while it is not
  primary key (dossier, rule)
) strict, without rowid;
create index promises_due on promises (due, dossier);
