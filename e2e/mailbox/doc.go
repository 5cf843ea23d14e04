// Package mailbox tests mail both ways against servers that are in use everywhere: Postfix takes and delivers, Dovecot shows the mailbox.
package mailbox
