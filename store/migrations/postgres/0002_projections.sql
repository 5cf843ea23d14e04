-- Made from events, in the transaction of the events. All of it can be rebuilt.

create table list (
  dossier        bigint not null primary key references dossiers (id),
  version        bigint not null, -- of the code that made the row
  phase          text collate "C" not null,
  ending         text collate "C" not null,
  branch         text collate "C" not null,
  specialists    text collate "C" not null, -- separated by spaces
  handler        text collate "C" not null,
  severity       text collate "C" not null,
  flags          text collate "C" not null, -- each between spaces
  received       bigint not null,
  closed         bigint not null, -- 0 while open
  todo           bigint not null, -- 1 when open, or closed with something left for staff
  next_kind      text collate "C" not null,
  next_due       bigint not null, -- the far future when nothing is due
  next_who       text collate "C" not null,
  count          bigint not null,
  treatment      text collate "C" not null,
  granted        bigint not null, -- cents, for the treatment
  treatment_date text collate "C" not null,
  talk_asked     bigint not null,
  talk_ended     bigint not null
);
create index list_todo on list (next_due, dossier) where todo = 1;
create index list_turn on list (next_who, next_due, dossier) where todo = 1;
create index list_mine on list (handler, next_due, dossier) where todo = 1 and handler <> '';
create index list_talks on list (next_due, dossier) where phase = 'talk';
create index list_closed on list (closed, dossier) where closed > 0;
create index list_treatment on list (treatment) where treatment <> '';

create table complainants (
  dossier bigint not null primary key references dossiers (id),
  name    text collate "C" not null,
  email   text collate "C" not null, -- folded
  phone   text collate "C" not null, -- E.164, or its digits
  client_name text collate "C" not null, -- of who was treated, when somebody else complains
  client  text collate "C" not null  -- of the register
);
create index complainants_email on complainants (email) where email <> '';
create index complainants_phone on complainants (phone) where phone <> '';
create index complainants_client on complainants (client) where client <> '';

create table words (
  word    text collate "C" not null,
  dossier bigint not null references dossiers (id),
  contact bigint not null, -- 1 when only who may see contact data may find by it
  primary key (dossier, word)
);
create index words_word on words (word, contact);

-- list_rank and contact_rank are 0 or 1 for a grant, 2 or 3 for one that takes away what others give: the highest of a
-- viewer's keys counts, and lets see when it is odd.
create table access (
  dossier      bigint not null references dossiers (id),
  viewer       text collate "C" not null,
  narrows      bigint not null,
  list_rank    bigint not null,
  contact_rank bigint not null,
  classes      text collate "C" not null, -- separated by spaces
  primary key (dossier, viewer, narrows)
);
create index access_viewer on access (viewer, dossier, list_rank);

create table deadlines (
  dossier  bigint not null references dossiers (id),
  position bigint not null,
  kind     text collate "C" not null,
  subject  text collate "C" not null,
  due      bigint not null,
  who      text collate "C" not null,
  reached  bigint not null,
  primary key (dossier, position)
);
create index deadlines_due on deadlines (due, dossier) where reached = 0;

create table bans (
  dossier    bigint not null references dossiers (id),
  specialist text collate "C" not null,
  primary key (dossier, specialist)
);

create table slots (
  dossier    bigint not null primary key references dossiers (id),
  specialist text collate "C" not null,
  start      bigint not null,
  unique (specialist, start)
);

create table appointments (
  dossier    bigint not null references dossiers (id),
  specialist text collate "C" not null,
  primary key (dossier, specialist)
);
create index appointments_specialist on appointments (specialist);

-- What is measured (R1, R10, R13): what was promised by when, and when that was kept.
create table promises (
  dossier bigint not null references dossiers (id),
  rule    text collate "C" not null,
  due     bigint not null,
  kept    bigint not null, -- 0 while it is not
  primary key (dossier, rule)
);
create index promises_due on promises (due, dossier);
