package report

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"picreport/ingest/contact"
	"picreport/ingest/contact/contacttest"
)

// spanish is a programme that reports in Spanish, with the shipped words and text.
func spanish(t testing.TB, inception time.Month) (Options, Texts) {
	t.Helper()
	const name = "../templates/report.es.md"
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	o := testOptions(t)
	o.Words = testWords(t, "es")
	o.Inception = day(2024, inception, 1)
	o.Program.Mission = "Nuestro programa, iniciado en {{.Inception}}, cuenta con dos profesionales clínicos."
	return o, Texts{Report: TextSource{Name: "report.es.md", Text: string(data)}}
}

// countedBy makes figures as counted does, for a programme's own options.
func countedBy(t testing.TB, o Options, news []int, carried int, sources ...Count) Figures {
	t.Helper()
	first := contact.QuarterOf(o.Inception)
	a := NewAggregator(first+contact.Quarter(len(news)-1), o)
	made := contacttest.New()
	for i, n := range news {
		for k := range n {
			a.Add(made.Contact(contacttest.Row{Client: fmt.Sprint(i, "-", k), Date: max((first + contact.Quarter(i)).Start(), o.Inception)}))
		}
	}
	f, err := a.Figures()
	if err != nil {
		t.Fatal(err)
	}
	f.Clients.CarriedOver, f.Clients.Served = carried, f.Clients.New+carried
	f.Contacts = ContactCounts{BySource: sources}
	for _, s := range sources {
		f.Contacts.Total += s.Count
	}
	return f
}

// Parts of Spanish sentences that stand in many of them.
const (
	outreachES = ", y nuestro personal clínico y de gestión de casos ha participado en actos comunitarios y actividades de divulgación " +
		"para dar a conocer nuestra alianza."
	continuedES   = ", nuestro programa continuó su labor en la comunidad. El equipo "
	grownES       = ", nuestro programa piloto siguió creciendo y esta iniciativa amplió su alcance en la comunidad. El equipo ha registrado un "
	carriedES     = "recibiendo asistencia desde un trimestre anterior."
	staffES       = "contactos de nuestro personal clínico y de gestión de casos"
	largestES     = "El mayor número de " + staffES
	largestsES    = "A partes iguales, el mayor número de " + staffES
	servicesES    = "Los servicios y las derivaciones que ofrece nuestro personal clínico y de gestión de casos incluyen:"
	notReportedES = "No indicado"
)

// TestSpanishOverview reads the quarter's own paragraph and the breakdown in Spanish.
func TestSpanishOverview(t *testing.T) {
	one := []Count{{"Calls for service", 1}}
	for _, c := range []struct {
		name                string
		inception           time.Month
		news                []int
		carried             int
		sources             []Count
		through             contact.Date
		overview, breakdown string
	}{
		{
			"the inception quarter, begun in its last month", time.March,
			[]int{5},
			0, one, 0,
			"Nuestro programa comenzó en marzo de 2024. El equipo ha registrado 5 clientes nuevos" + outreachES,
			"En el primer trimestre de 2024, un total de *5* personas recibieron servicios, todas ellas nuevas en el programa.",
		},
		{
			"the inception quarter, begun in its second month", time.February,
			[]int{2},
			0, one, 0,
			"Nuestro programa comenzó en febrero de 2024. El equipo ha registrado 2 clientes nuevos" + outreachES,
			"En el primer trimestre de 2024, un total de *2* personas recibieron servicios, todas ellas nuevas en el programa.",
		},
		{
			"the inception quarter, whole, with one client", time.January,
			[]int{1},
			0, one, 0,
			"Nuestro programa comenzó en el primer trimestre de 2024. El equipo ha registrado 1 cliente nuevo" + outreachES,
			"En el primer trimestre de 2024, *1* persona recibió servicios: un cliente nuevo.",
		},
		{
			"a partial quarter before: no percentage", time.March,
			[]int{5, 87},
			1, one, 0,
			"El segundo trimestre de 2024 fue el primer trimestre completo de nuestro programa piloto. El equipo ha registrado 87 clientes nuevos" + outreachES,
			"En el segundo trimestre de 2024, un total de *88* personas recibieron servicios, entre ellas *87* clientes nuevos y *1* cliente que sigue " + carriedES,
		},
		{
			"a rise, as in the seed", time.March,
			[]int{5, 87, 115},
			13, one, 0,
			"En el tercer trimestre de 2024" + grownES + "aumento del 32\u00a0% en el número de clientes nuevos en comparación con el segundo trimestre" + outreachES,
			"En el tercer trimestre de 2024, un total de *128* personas recibieron servicios, entre ellas *115* clientes nuevos y *13* clientes que siguen " + carriedES,
		},
		{
			"a rise that rounds to nothing, and thousands", time.January,
			[]int{1000, 1004},
			1000, one, 0,
			"En el segundo trimestre de 2024" + grownES + "ligero aumento (de menos del 1\u00a0%) en el número de clientes nuevos en comparación con " +
				"el primer trimestre" + outreachES,
			"En el segundo trimestre de 2024, un total de *2,004* personas recibieron servicios, entre ellas *1,004* clientes nuevos y *1,000* clientes que siguen " + carriedES,
		},
		{
			"a rise of thousands of percent", time.January,
			[]int{1, 13},
			2, one, 0,
			"En el segundo trimestre de 2024" + grownES + "aumento del 1,200\u00a0% en el número de clientes nuevos en comparación con el primer trimestre" + outreachES,
			"En el segundo trimestre de 2024, un total de *15* personas recibieron servicios, entre ellas *13* clientes nuevos y *2* clientes que siguen " + carriedES,
		},
		{
			"a fall, one of each kind", time.January,
			[]int{100, 1},
			1, one, 0,
			"En el segundo trimestre de 2024" + continuedES + "ha registrado una disminución del 99\u00a0% en el número de clientes nuevos en comparación con " +
				"el primer trimestre" + outreachES,
			"En el segundo trimestre de 2024, un total de *2* personas recibieron servicios, entre ellas *1* cliente nuevo y *1* cliente que sigue " + carriedES,
		},
		{
			"a fall that rounds to nothing", time.January,
			[]int{1004, 1000},
			2, one, 0,
			"En el segundo trimestre de 2024" + continuedES + "ha registrado una ligera disminución (de menos del 1\u00a0%) en el número de clientes nuevos " +
				"en comparación con el primer trimestre" + outreachES,
			"En el segundo trimestre de 2024, un total de *1,002* personas recibieron servicios, entre ellas *1,000* clientes nuevos y *2* clientes que siguen " + carriedES,
		},
		{
			"no change, across the year", time.October,
			[]int{7, 7},
			0, one, 0,
			"En el primer trimestre de 2025" + continuedES + "ha registrado tantos clientes nuevos como en el cuarto trimestre de 2024" + outreachES,
			"En el primer trimestre de 2025, un total de *7* personas recibieron servicios, todas ellas nuevas en el programa.",
		},
		{
			"none before", time.January,
			[]int{3, 0, 4},
			0, one, 0,
			"En el tercer trimestre de 2024" + continuedES + "ha registrado 4 clientes nuevos, después de ninguno en el segundo trimestre" + outreachES,
			"En el tercer trimestre de 2024, un total de *4* personas recibieron servicios, todas ellas nuevas en el programa.",
		},
		{
			"nobody new, two carried over", time.January,
			[]int{3, 0},
			2, one, 0,
			"En el segundo trimestre de 2024" + continuedES + "no ha registrado clientes nuevos" + outreachES,
			"En el segundo trimestre de 2024, un total de *2* personas recibieron servicios, todas ellas clientes que siguen " + carriedES,
		},
		{
			"nobody new, one carried over", time.January,
			[]int{3, 0},
			1, one, 0,
			"En el segundo trimestre de 2024" + continuedES + "no ha registrado clientes nuevos" + outreachES,
			"En el segundo trimestre de 2024, *1* persona recibió servicios: un cliente que sigue " + carriedES,
		},
		{
			"no contacts", time.March,
			[]int{5, 87, 115, 108, 0},
			0, nil, 0,
			"En el primer trimestre de 2025 no se registró ningún contacto.",
			"En el primer trimestre de 2025, ninguna persona recibió servicios.",
		},
		{
			"no contacts so far", time.January,
			[]int{5, 0},
			0, nil, day(2024, time.April, 1),
			"En el segundo trimestre de 2024, hasta el 1 de abril de 2024, no se registró ningún contacto.",
			"En el segundo trimestre de 2024, hasta el 1 de abril de 2024, ninguna persona recibió servicios.",
		},
		{
			"a quarter that has not ended, after a partial one", time.March,
			[]int{5, 9},
			2, one, day(2024, time.May, 31),
			"En el segundo trimestre de 2024, hasta el 31 de mayo de 2024" + continuedES + "ha registrado 9 clientes nuevos" + outreachES,
			"En el segundo trimestre de 2024, hasta el 31 de mayo de 2024, un total de *11* personas recibieron servicios, " +
				"entre ellas *9* clientes nuevos y *2* clientes que siguen " + carriedES,
		},
		{
			"nobody new so far", time.January,
			[]int{5, 0},
			2, one, day(2024, time.May, 31),
			"En el segundo trimestre de 2024, hasta el 31 de mayo de 2024" + continuedES + "no ha registrado clientes nuevos" + outreachES,
			"En el segundo trimestre de 2024, hasta el 31 de mayo de 2024, un total de *2* personas recibieron servicios, todas ellas clientes que siguen " + carriedES,
		},
	} {
		o, texts := spanish(t, c.inception)
		o.Through = c.through
		f := countedBy(t, o, c.news, c.carried, c.sources...)
		checkParagraphs(t, c.name, &f, texts, o, c.overview, c.breakdown)
	}
}

// TestSpanishSources reads the Spanish sentence on sources. A source without a contact is never
// named.
func TestSpanishSources(t *testing.T) {
	const calls, patrol, officers, vsu, yru = "Calls for service", "Proactive patrol and outreach",
		"Community and police officer contacts", "WPD Victim Services Unit", "Youth Response Unit"
	const others = "Otros"
	for _, c := range []struct {
		sources []Count
		want    string
	}{
		{nil, servicesES},
		{[]Count{{calls, 1}}, "El único contacto de nuestro personal clínico y de gestión de casos se originó a través de *llamadas de servicio*."},
		{
			[]Count{{vsu, 1}},
			"El único contacto de nuestro personal clínico y de gestión de casos se originó a través de derivaciones de " +
				"*la Unidad de Servicios a Víctimas de la policía (WPD)*.",
		},
		{
			[]Count{{calls, 1}, {notReportedES, 4}},
			"El único contacto de nuestro personal clínico y de gestión de casos con procedencia registrada se originó a través de *llamadas de servicio*.",
		},
		{[]Count{{notReportedES, 1}}, "No se registró la procedencia del contacto de este trimestre."},
		{[]Count{{notReportedES, 8}}, "No se registró la procedencia de los contactos de este trimestre."},
		{[]Count{{calls, 9}}, "Todos los " + staffES + " se originaron a través de *llamadas de servicio*."},
		{
			[]Count{{notReportedES, 3}, {calls, 3}},
			"Todos los " + staffES + " con procedencia registrada se originaron a través de *llamadas de servicio*.",
		},
		{[]Count{{calls, 9}, {notReportedES, 1}}, "La mayoría de los " + staffES + " se originaron a través de *llamadas de servicio*."},
		{
			[]Count{{calls, 6}, {patrol, 4}},
			"La mayoría de los " + staffES + " se originaron a través de *llamadas de servicio*, además de *patrullaje proactivo y divulgación*.",
		},
		{
			[]Count{{patrol, 6}, {officers, 2}, {calls, 1}, {others, 1}},
			"La mayoría de los " + staffES + " se originaron a través de *patrullaje proactivo y divulgación*, además de " +
				"*llamadas de servicio*, *contactos de la comunidad y de agentes de policía* y *otras vías*.",
		},
		{
			[]Count{{calls, 122}, {officers, 36}, {patrol, 20}, {vsu, 19}, {yru, 4}, {notReportedES, 1}},
			"La mayoría de los " + staffES + " se originaron a través de *llamadas de servicio*, además de *patrullaje proactivo y divulgación, " +
				"contactos de la comunidad y de agentes de policía* y derivaciones de *la Unidad de Servicios a Víctimas de la policía (WPD)* y " +
				"*la Unidad de Respuesta Juvenil*.",
		},
		{
			[]Count{{calls, 5}, {patrol, 4}, {yru, 1}},
			largestES + " se originó a través de *llamadas de servicio*, además de *patrullaje proactivo y divulgación* y derivaciones de *la Unidad de Respuesta Juvenil*.",
		},
		{
			[]Count{{calls, 3}, {patrol, 2}, {notReportedES, 2}},
			largestES + " se originó a través de *llamadas de servicio*, además de *patrullaje proactivo y divulgación*.",
		},
		{
			[]Count{{calls, 3}, {patrol, 1}, {notReportedES, 3}},
			largestES + " con procedencia registrada se originó a través de *llamadas de servicio*, además de *patrullaje proactivo y divulgación*.",
		},
		{
			[]Count{{calls, 3}, {patrol, 3}, {yru, 1}},
			largestsES + " se originó a través de *llamadas de servicio* y *patrullaje proactivo y divulgación*, " +
				"además de derivaciones de *la Unidad de Respuesta Juvenil*.",
		},
		{
			[]Count{{calls, 3}, {yru, 3}, {notReportedES, 4}},
			largestsES + " con procedencia registrada se originó a través de *llamadas de servicio* y derivaciones de " +
				"*la Unidad de Respuesta Juvenil*.",
		},
	} {
		o, texts := spanish(t, time.January)
		f := countedBy(t, o, []int{4, 5}, 0, c.sources...)
		d, err := Build(&f, texts, o)
		if err != nil {
			t.Errorf("%v: %v", c.sources, err)
			continue
		}
		if got := outline(d)[9]; got != c.want {
			t.Errorf("%v:\n got %s\nwant %s", c.sources, got, c.want)
		}
	}
}

// TestSpanishCountsItsOwnLabels follows contacts without a source and from an unknown one from the
// count to the sentence: the words for both are the language's own.
func TestSpanishCountsItsOwnLabels(t *testing.T) {
	o, texts := spanish(t, time.January)
	row := func(client, source string) contacttest.Row {
		return contacttest.Row{Client: client, Date: day(2024, time.January, 9), Gender: "Female", Source: source}
	}
	f := compute(t, contact.MakeQuarter(2024, 1), o, row("a", ""))
	d, err := Build(&f, texts, o)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := outline(d)[9], "No se registró la procedencia del contacto de este trimestre."; got != want {
		t.Errorf("one contact with a blank source:\n got %s\nwant %s", got, want)
	}
	f = compute(t, contact.MakeQuarter(2024, 1), o, row("a", contact.Other), row("b", contact.Other))
	if diff := cmp.Diff([]Count{{"Otros", 2}}, f.Contacts.BySource); diff != "" {
		t.Errorf("sources (-want +got):\n%s", diff)
	}
	if d, err = Build(&f, texts, o); err != nil {
		t.Fatal(err)
	}
	if got, want := outline(d)[9], "Todos los "+staffES+" se originaron a través de *otras vías*."; got != want {
		t.Errorf("two contacts of unknown sources:\n got %s\nwant %s", got, want)
	}
	if diff := cmp.Diff([]Count{{"0–12 años", 0}, {"13–17 años", 0}, {"18–24 años", 0}, {"25–59 años", 0}, {"60+ años", 0}, {"No indicado", 2}},
		f.Demographics.Age); diff != "" {
		t.Errorf("ages (-want +got):\n%s", diff)
	}
}

// TestSpanishLeavesOut has no sentence on sources, and no heading of services, where the programme
// names none.
func TestSpanishLeavesOut(t *testing.T) {
	o, texts := spanish(t, time.January)
	o.Sources, o.Services = nil, nil
	f := countedBy(t, o, []int{4, 5}, 0, Count{"Otros", 9})
	d, err := Build(&f, texts, o)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"[demographics]", "[contact]"}, outline(d)[8:]); diff != "" {
		t.Errorf("the text differs (-want +got):\n%s", diff)
	}
}

// TestSpanishDocument reads what stands around the sentences: headings, services, the cover, the
// title and the block of numbers.
func TestSpanishDocument(t *testing.T) {
	o, texts := spanish(t, time.March)
	o.Services = []string{"De-escalation and stabilization on scene", "Agua y hielo"}
	f := countedBy(t, o, []int{5, 87, 115}, 13, Count{"Calls for service", 1})
	d, err := Build(&f, texts, o)
	if err != nil {
		t.Fatal(err)
	}
	lines := outline(d)
	want := []string{
		"# Misión y resumen",
		"Nuestro programa, iniciado en marzo de 2024, cuenta con dos profesionales clínicos.",
		"# Desglose del tercer trimestre",
		servicesES,
		"- Desescalada y estabilización en el lugar",
		"- Agua y hielo",
		"[contact]",
	}
	if diff := cmp.Diff(want, append([]string{lines[1], lines[2], lines[6]}, lines[10:]...)); diff != "" {
		t.Errorf("the text differs (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(Cover{"Partners in Care", "Informe de progreso", "Julio–septiembre de 2024"}, d.Cover); diff != "" {
		t.Errorf("cover (-want +got):\n%s", diff)
	}
	if d.Lang != "es-US" || d.Title != "Wilmington Partners in Care – Informe de progreso, julio–septiembre de 2024" ||
		d.Footer != "Wilmington Partners in Care · Informe de progreso · Julio–septiembre de 2024" {
		t.Errorf("language, title and footer: %q, %q, %q", d.Lang, d.Title, d.Footer)
	}
	n := d.Blocks[4].(Numbers)
	if n.Caption != "Número total de personas que han recibido servicios desde el inicio de nuestro programa en marzo de 2024" {
		t.Errorf("caption: %s", n.Caption)
	}
	var rows []string
	for _, r := range n.Rows {
		rows = append(rows, r.Label)
	}
	if diff := cmp.Diff([]string{"Marzo de 2024", "Abril–junio de 2024", "Julio–septiembre de 2024"}, capitals(rows)); diff != "" {
		t.Errorf("rows (-want +got):\n%s", diff)
	}
}

// capitals gives each text a capital, which is the page's to choose.
func capitals(texts []string) []string {
	for i := range texts {
		texts[i] = capital(texts[i])
	}
	return texts
}

// TestSpanishQuarterSoFar reads how a quarter that has not ended is named outside sentences.
func TestSpanishQuarterSoFar(t *testing.T) {
	o, texts := spanish(t, time.January)
	o.Through = day(2024, time.June, 1)
	f := countedBy(t, o, []int{5, 9}, 2, Count{"Calls for service", 1})
	d, err := Build(&f, texts, o)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := d.Cover.Period, "Abril–junio de 2024, hasta el 1 de junio de 2024"; got != want {
		t.Errorf("cover: %s; want %s", got, want)
	}
	if got, want := f.NewByQuarter[1].Label, "abril–junio de 2024 (hasta la fecha)"; got != want {
		t.Errorf("the last row: %s; want %s", got, want)
	}
}

// TestSpanishCorrections reads the note on figures that were published otherwise.
func TestSpanishCorrections(t *testing.T) {
	o, texts := spanish(t, time.March)
	o.NoteRestatements = true
	f := countedBy(t, o, []int{5, 87, 115}, 13, Count{"Calls for service", 1})
	f.Restatements = []Restatement{
		{Quarter: contact.MakeQuarter(2024, 1), Figure: "new", Published: 6, PublishedOn: day(2024, time.April, 1), Now: 5},
		{Quarter: contact.MakeQuarter(2024, 2), Figure: "gender=Male", Published: 1, PublishedOn: day(2024, time.July, 5), Now: 2},
		{Quarter: contact.MakeQuarter(2024, 2), Figure: "served", Published: 1000, PublishedOn: day(2024, time.July, 5), Now: 1001},
	}
	d, err := Build(&f, texts, o)
	if err != nil {
		t.Fatal(err)
	}
	lines := outline(d)
	want := "Se han corregido cifras de informes anteriores: clientes nuevos en el informe de marzo de 2024, 5 (cifra publicada el 1 de abril de 2024: 6); " +
		"personas atendidas en el informe de abril–junio de 2024, 1,001 (cifra publicada el 5 de julio de 2024: 1,000)."
	if got := lines[len(lines)-2]; got != want {
		t.Errorf("\n got %s\nwant %s", got, want)
	}
}

// TestSpanishConjunction joins items: "e" before the sound i, but "y" before a diphthong that
// begins with it.
func TestSpanishConjunction(t *testing.T) {
	w := testWords(t, "es")
	for _, c := range []struct {
		items []string
		want  string
	}{
		{[]string{"padres", "hijos"}, "padres e hijos"},
		{[]string{"madres", "Hijas"}, "madres e Hijas"},
		{[]string{"español", "inglés"}, "español e inglés"},
		{[]string{"vivienda", "Índice"}, "vivienda e Índice"},
		{[]string{"X", "I"}, "X e I"},
		{[]string{"agua", "hielo"}, "agua y hielo"},
		{[]string{"átomos", "iones"}, "átomos y iones"},
		{[]string{"letras", "hiato"}, "letras y hiato"},
		{[]string{"hoy", "ya"}, "hoy y ya"},
		{[]string{"casa", "hospital"}, "casa y hospital"},
		{[]string{"a", "b", "información"}, "a, b e información"},
		{[]string{"información", "a", "b"}, "información, a y b"},
	} {
		if got := w.List(c.items); got != c.want {
			t.Errorf("List(%q) = %q; want %q", c.items, got, c.want)
		}
		last := c.items[len(c.items)-1]
		if got := w.and("**" + last + "**"); !strings.HasSuffix(c.want, " "+got+" "+last) {
			t.Errorf("and(%q in bold) = %q", last, got)
		}
	}
}
