package table
import ("testing";"os";"path/filepath";"fmt")
func TestAdhoc(t *testing.T){
 for _, dir := range filepath.SplitList(os.Getenv("ADHOC")) {
 files,_ := filepath.Glob(dir)
 for _, p := range files {
  f,err := Open(p, Options{Password:"password"})
  if err!=nil { fmt.Printf("%s: %v | %s\n", filepath.Base(p), err, err.(*Error).Hint); continue }
  for i,s := range f.Sheets() { n:=0; var e error
   for _,err := range f.Rows(t.Context(), i) { if err!=nil {e=err;break}; n++ }
   fmt.Printf("%s: %s %q hidden=%v rows=%d err=%v\n", filepath.Base(p), f.Format(), s.Name, s.Hidden, n, e)
  }
  for _,n := range f.Notices() { fmt.Printf("   %+v\n", n) }
  isx := f.Format()==XLSX
  f.Close()
  if isx { raw,_ := os.ReadFile(p); if string(raw[:2])=="PK" { compareToExcelize(t, p, raw) } }
 }}
}
