package tagged

import (
	"bytes"
	"encoding/xml"
	"strings"
)

// xmp is the metadata packet. It names the standards the file keeps (ISO 19005-2, 6.6.4; ISO
// 14289-1, clause 5); the description of the PDF/UA schema is there because PDF/A knows only its
// own schemas.
func xmp(m Meta) []byte {
	date := m.Date.UTC().Format("2006-01-02T15:04:05Z")
	r := strings.NewReplacer(
		"{title}", xmlText(m.Title), "{author}", xmlText(m.Author), "{creator}", xmlText(m.Creator),
		"{producer}", producer, "{lang}", xmlText(m.Lang), "{date}", date)
	var b bytes.Buffer
	b.WriteString("<?xpacket begin=\"\uFEFF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n")
	b.WriteString(r.Replace(packet))
	b.WriteString("<?xpacket end=\"r\"?>")
	return b.Bytes()
}

func xmlText(s string) string {
	var b bytes.Buffer
	_ = xml.EscapeText(&b, []byte(s)) // a bytes.Buffer takes everything
	return b.String()
}

const packet = `<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
 <rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">
  <dc:format>application/pdf</dc:format>
  <dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
  <dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
  <dc:language><rdf:Bag><rdf:li>{lang}</rdf:li></rdf:Bag></dc:language>
 </rdf:Description>
 <rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/">
  <xmp:CreatorTool>{creator}</xmp:CreatorTool>
  <xmp:CreateDate>{date}</xmp:CreateDate>
  <xmp:ModifyDate>{date}</xmp:ModifyDate>
  <xmp:MetadataDate>{date}</xmp:MetadataDate>
  <pdf:Producer>{producer}</pdf:Producer>
 </rdf:Description>
 <rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"` +
	` xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
  <pdfaid:part>2</pdfaid:part>
  <pdfaid:conformance>A</pdfaid:conformance>
  <pdfuaid:part>1</pdfuaid:part>
 </rdf:Description>
 <rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
   xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
  <pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
   <pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
   <pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
   <pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
   <pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
    <pdfaProperty:name>part</pdfaProperty:name>
    <pdfaProperty:valueType>Integer</pdfaProperty:valueType>
    <pdfaProperty:category>internal</pdfaProperty:category>
    <pdfaProperty:description>Part of ISO 14289 that the file conforms to</pdfaProperty:description>
   </rdf:li></rdf:Seq></pdfaSchema:property>
  </rdf:li></rdf:Bag></pdfaExtension:schemas>
 </rdf:Description>
</rdf:RDF>
</x:xmpmeta>
`
