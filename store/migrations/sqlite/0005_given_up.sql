-- Jobs that were given up are looked at often, and are few among many.

create index jobs_failed on jobs (id) where status = 'failed';
