package ingest

// Numberer numbers the clients and contact IDs of contacts that no Reader read, such as those of a ledger, so that to merge and count a million
// of them takes no map of texts. All contacts that are merged or counted together have one Numberer.
type Numberer struct{ r *Reader }

// NewNumberer returns a Numberer for the contacts of one source, or else of several.
func NewNumberer(single bool) *Numberer {
	return &Numberer{&Reader{clients: newClients(), repeats: newRepeats(), single: single}}
}

// Labels tell the labels of one contact from those of others: equal labels have equal numbers, 0 for none.
type Labels struct{ Gender, Source, Services int64 }

// Number numbers a contact, which may have come from anywhere but a Reader. What it says may not change afterwards.
func (n *Numberer) Number(c *Contact, labels Labels) {
	clients := n.r.clients
	i, hash := clients.find(c.Client, 0)
	if i == 0 {
		i = clients.addText(c.GivenClient(), hash, 0)
	}
	c.client = i
	if c.number = 0; c.ID != "" {
		p := n.r.repeats
		p.content = append(p.content[:0], c.ID...)
		c.number, _ = p.ids.of(p.ids.hashes(p.content))
	}
	c.from = n.r
	if !n.r.single {
		c.content = n.r.repeats.hashNumbered(c, labels)
	}
}

// hashNumbered is hash for labels that are numbered elsewhere.
func (p *repeats) hashNumbered(c *Contact, l Labels) uint64 {
	labels := p.triple(uint64(l.Gender), uint64(l.Source), uint64(l.Services))
	return p.pair(p.hash(c.Date, c.BirthDate, c.Age, said{}), labels)
}
