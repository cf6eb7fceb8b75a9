/*
 * lines.c -- "clave = texto", one to a line.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "folder.h"

#define KEY_BYTES 100

static bool is_key(struct str key)
{
	if (!key.len || key.len > KEY_BYTES)
		return false;
	for (size_t i = 0; i < key.len; i++) {
		char c = key.ptr[i];

		if (!(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z') &&
		    !(c >= '0' && c <= '9') && c != '-' && c != '_')
			return false;
	}
	return true;
}

struct line_reader {
	struct place place;
	struct diag *diag;
	struct map seen;
	size_t count;
	int status;
	line_setter *set;
	void *context;
};

static void complain(struct line_reader *reader, const char *text)
{
	reader->status = -1;
	diag_report(reader->diag, DIAG_THEME_LINE, reader->place,
		    STR("así: siguiente = Página siguiente"), "%s", text);
}

static void read_line(struct line_reader *reader, struct str line)
{
	size_t equals = str_find_char(line, '=');
	struct str key = str_trim(str_slice(line, 0, equals)), text;
	struct place place = reader->place;

	if (!str_trim(line).len || str_trim(line).ptr[0] == '#')
		return;
	if (equals == (size_t)-1 || !is_key(key)) {
		complain(reader, "el renglón no es «clave = texto», con la "
			 "clave en letras sin acento; se pasa por alto");
	} else if (map_set(&reader->seen, key, reader)) {
		complain(reader, "esta clave ya está más arriba; "
			 "este renglón se pasa por alto");
	} else if (++reader->count > THEME_STRINGS) {
		if (reader->count == THEME_STRINGS + 1)
			complain(reader, "el archivo tiene demasiadas claves; "
				 "de aquí en adelante no se lee");
	} else {
		text = str_trim(str_slice(line, equals + 1, (size_t)-1));
		place.column = (uint32_t)(text.len ? text.ptr - line.ptr + 1 :
					  1);
		reader->set(reader->context, key, text, place);
	}
}

int theme_lines_parse(const struct theme_file *file, struct diag *diag,
		      line_setter *set, void *context)
{
	struct line_reader reader = {
		.place = { .path = file->path, .column = 1 },
		.diag = diag, .set = set, .context = context,
	};
	struct str rest = file->bytes, line;

	map_init(&reader.seen);
	while (str_cut(&rest, '\n', &line)) {
		reader.place.line++;
		reader.place.length = (uint32_t)str_trim(line).len;
		read_line(&reader, line);
	}
	map_dispose(&reader.seen);
	return reader.status;
}
