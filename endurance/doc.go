// Package endurance shows from outside that nothing that was acknowledged is lost and that nothing is done twice, whatever becomes of the
// machine meanwhile: the program is killed, frozen or started twice, its database is restarted under it. It drives the built program over
// HTTP, with people who remember what they were told, and holds that against the database afterwards. It holds tests alone, behind the
// build tag endurance; `make test` runs them, and `make torture` runs them for longer:
//
//	ENDURANCE_KILLS     how often the program is killed, on each engine
//	ENDURANCE_RESTARTS  how often PostgreSQL is restarted
//	ENDURANCE_FROZEN    how many seconds a node is frozen
//	ENDURANCE_PAUSE     the longest that somebody does nothing between two forms, in milliseconds
//	ENDURANCE_SEED      by which people choose what they do; what the machine makes of it differs each time
package endurance
