/*
 * xml.c -- libxml2's reader, with everything off that could be turned against us.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "xml.h"

#include <libxml/xmlreader.h>

#include "base/arena.h"
#include "base/library.h"

#define FUNCTIONS(F)							\
	F(xmlReaderForMemory) F(xmlFreeTextReader) F(xmlTextReaderRead) F(xmlTextReaderNext) \
	F(xmlTextReaderNodeType) F(xmlTextReaderIsEmptyElement) F(xmlTextReaderConstLocalName) \
	F(xmlTextReaderConstNamespaceUri) F(xmlTextReaderConstValue) \
	F(xmlTextReaderMoveToNextAttribute) F(xmlTextReaderMoveToElement)

LIBRARY(xml, FUNCTIONS, "libxml2.so.2", "libxml2.so.16", "libxml2.so");

static const char declared[] =
	"trae declaraciones (DTD) que un documento no lleva: está hecho para agotar la memoria o leer otros archivos";

struct reader {
	struct xml_library library;
	xmlTextReaderPtr at;
};

void xml_prepare(void)
{
	struct xml_library library;

	xml_library_load(&library);
}

void xml_open(struct xml *xml, struct str bytes)
{
	struct reader *reader = memory_alloc(sizeof *reader);

	*xml = (struct xml){ .reader = reader };
	reader->at = NULL;
	if (xml_library_load(&reader->library) != 0) {
		xml->wrong = "falta en esta máquina la biblioteca que lee XML (libxml2)";
		return;
	}
	if (str_find(bytes, STR("<!DOCTYPE")) != (size_t)-1) {
		xml->wrong = declared;
		return;
	}
	if (bytes.len <= INT32_MAX)
		reader->at = reader->library.xmlReaderForMemory(bytes.ptr, (int)bytes.len, NULL, NULL,
			XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_NOCDATA);
	if (!reader->at)
		xml->wrong = "está dañado: una de sus partes no es XML";
}

void xml_dispose(struct xml *xml)
{
	struct reader *reader = xml->reader;

	if (reader && reader->at)
		reader->library.xmlFreeTextReader(reader->at);
	free(reader);
	*xml = (struct xml){ 0 };
}

static enum xml_event event_at(struct xml *xml, struct reader *reader)
{
	switch (reader->library.xmlTextReaderNodeType(reader->at)) {
	case XML_READER_TYPE_ELEMENT:
		xml->close = reader->library.xmlTextReaderIsEmptyElement(reader->at) == 1;
		return XML_OPEN;
	case XML_READER_TYPE_END_ELEMENT:
		return XML_CLOSE;
	case XML_READER_TYPE_TEXT:
	case XML_READER_TYPE_CDATA:
	case XML_READER_TYPE_WHITESPACE:
	case XML_READER_TYPE_SIGNIFICANT_WHITESPACE:
		return XML_WORDS;
	case XML_READER_TYPE_DOCUMENT_TYPE:
	case XML_READER_TYPE_ENTITY_REFERENCE:
		xml->wrong = declared;
		return XML_OVER;
	default:
		return (enum xml_event)-1;
	}
}

enum xml_event xml_next(struct xml *xml)
{
	struct reader *reader = xml->reader;

	if (xml->wrong)
		return XML_OVER;
	if (xml->close) {
		xml->close = false;
		return XML_CLOSE;
	}
	for (;;) {
		int status = xml->stay ? 1 : reader->library.xmlTextReaderRead(reader->at);
		enum xml_event event;

		xml->stay = false;
		if (status < 0)
			xml->wrong = "está dañado: una de sus partes no es XML completo";
		if (status != 1)
			return XML_OVER;
		event = event_at(xml, reader);
		if (event != (enum xml_event)-1)
			return event;
	}
}

void xml_skip(struct xml *xml)
{
	struct reader *reader = xml->reader;
	int status;

	xml->close = false;
	status = reader->library.xmlTextReaderNext(reader->at);
	if (status < 0)
		xml->wrong = "está dañado: una de sus partes no es XML completo";
	xml->stay = status == 1;
}

bool xml_is(const struct xml *xml, const char *name)
{
	const struct reader *reader = xml->reader;
	const xmlChar *local = reader->library.xmlTextReaderConstLocalName(reader->at);

	return local && strcmp((const char *)local, name) == 0;
}

bool xml_from(const struct xml *xml, const char *words)
{
	const struct reader *reader = xml->reader;
	const xmlChar *address = reader->library.xmlTextReaderConstNamespaceUri(reader->at);

	return address && strstr((const char *)address, words);
}

const char *xml_attribute(struct xml *xml, const char *name)
{
	struct reader *reader = xml->reader;
	const char *value = NULL;

	while (!value && reader->library.xmlTextReaderMoveToNextAttribute(reader->at) == 1)
		if (xml_is(xml, name))
			value = (const char *)reader->library.xmlTextReaderConstValue(reader->at);
	reader->library.xmlTextReaderMoveToElement(reader->at);
	return value;
}

struct str xml_words(const struct xml *xml)
{
	const struct reader *reader = xml->reader;

	return str_from((const char *)reader->library.xmlTextReaderConstValue(reader->at));
}
