package report

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestRollupSentencesSpanish reads the roll-up in Spanish.
func TestRollupSentencesSpanish(t *testing.T) {
	programs, o := threePrograms(t, "es")
	want := []string{
		"Este informe suma las cifras de 3 programas, de los cuales uno no había comenzado: Hilltop. En el tercer trimestre de 2024 se atendió a un total de 5 personas en 5 contactos.",
		"Los clientes se cuentan dentro de cada programa y nunca se comparan entre programas, porque los identificadores son propios de cada uno: una persona atendida por dos programas cuenta una vez en cada uno.",
		"En el tercer trimestre de 2024, un total de 5 personas recibieron servicios, entre ellas 3 clientes nuevos y 2 clientes que siguen recibiendo asistencia desde un trimestre anterior.",
		"Un contacto cuenta en cada servicio que menciona.",
	}
	if d := cmp.Diff(want, rollupParagraphs(t, "es", programs, o)); d != "" {
		t.Errorf("sentences (-want +got):\n%s", d)
	}
}

// TestRollupSourcesSpanish names a source by the words of a sentence, where it has no label in
// Spanish.
func TestRollupSourcesSpanish(t *testing.T) {
	w := testWords(t, "es")
	d := contactTables(ContactCounts{BySource: []Count{{"Calls for service", 2}, {"Unheard of", 1}}}, w)
	want := []CountRow{{"2", "Llamadas de servicio"}, {"1", "Unheard of"}}
	if d := cmp.Diff(want, d.Tables[0].Rows); d != "" || len(w.SourceTexts) == 0 {
		t.Errorf("rows (-want +got):\n%s", d)
	}
}
