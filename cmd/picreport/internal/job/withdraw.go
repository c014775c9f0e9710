package job

import (
	"cmp"
	"context"

	"picreport/cmd/picreport/internal/failure"
	"picreport/ingest/ledger"
)

// WithdrawOptions say what is taken back, by whom and why.
type WithdrawOptions struct {
	Period string // 2024Q3, previous or current
	By     string // "" is the user of the system
	Reason string // "" for none
}

// Withdraw takes back all that was published of a period, and returns its name and how many
// publications that are.
func Withdraw(ctx context.Context, env Env, o WithdrawOptions) (period string, n int, err error) {
	c, err := env.config()
	if err != nil {
		return "", 0, err
	}
	q, err := readQuarter(o.Period, c.Today(env.Now()))
	if err != nil {
		return "", 0, err
	}
	l, err := env.useLedger(ctx, c, ledger.Options{})
	if err != nil {
		return "", 0, err
	}
	defer l.Close()
	published, err := l.Published(ctx, "")
	if err != nil {
		return "", 0, err
	}
	standing, err := readPublications(published, env.ledgerPath(c))
	if err != nil {
		return "", 0, err
	}
	var ids []int64
	for _, p := range standing {
		if daysOf(p.quarter) == daysOf(q) {
			ids = append(ids, p.ID)
		}
	}
	if len(ids) == 0 {
		return "", 0, failure.Usagef("nothing that was published of %s stands; picreport ledger published lists what was "+
			"published and withdrawn", q)
	}
	return q.String(), len(ids), l.Withdraw(ctx, ids, cmp.Or(o.By, userName()), o.Reason)
}
