/*
 * options.c -- one table of all options; each command names those it takes.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "options.h"

#include <getopt.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/escape.h"
#include "base/path.h"
#include "base/pool.h"
#include "base/utf8.h"
#include "key.h"

struct option_line {
	char letter;		/* names the option in struct command */
	const char *name;	/* --name */
	const char *value;	/* what its value is called, or NULL */
	const char *help;
};

/* Upper-case letters have no short form, but for -C. */
static const struct option_line option_lines[] = {
	{ 'C', "directorio", "DIR", "trabaja en la carpeta DIR, la raíz del proyecto" },
	{ 'O', "content", "DIR", "la carpeta del contenido (content)" },
	{ 'T', "theme", "NOMBRE", "el tema, una carpeta de themes/ (el de sitio.yaml)" },
	{ 'S', "site", "DIR", "la carpeta en que se escribe el sitio (site)" },
	{ 'j', "jobs", "N", "cuántos hilos a la vez (todos los procesadores)" },
	{ 'D', "drafts", NULL, "incluye los borradores" },
	{ 'V', "at", "REV", "el contenido de un commit, una rama o una etiqueta" },
	{ 'U', "url", "URL", "la dirección pública del sitio (la de sitio.yaml)" },
	{ 'L', "only", "ID", "sólo los avisos de ese nombre; se puede repetir" },
	{ 'R', "strict", NULL, "una advertencia cuenta como error" },
	{ 'H', "no-history", NULL, "sin el historial de versiones" },
	{ 'B', "no-search", NULL, "sin el índice de búsqueda" },
	{ 'A', "no-data", NULL, "sin los datos abiertos" },
	{ 'Y', "ejercicio", "AÑO", "el ejercicio fiscal que se evalúa" },
	{ 'F', "fondo", "CLAVE", "el fondo, una clave de content/fondos/" },
	{ 'E', "ente", "CLAVE", "el ente público evaluado (el del sitio)" },
	{ 'Z', "clave", "CLAVE", "la clave de la evaluación, el nombre de su archivo" },
	{ 'P', "port", "N", "el puerto (8000, o el primero libre después; 0: cualquiera)" },
	{ 'I', "host", "DIRECCIÓN", "la dirección de esta máquina en que se escucha (127.0.0.1)" },
	{ 'N', "dry-run", NULL, "muestra lo que cambiaría, y no publica" },
	{ 'K', "yes", NULL, "publica sin preguntar" },
	{ 'M', "uncommitted", NULL, "publica también lo que no está en un commit" },
	{ 'X', "back", NULL, "vuelve a la publicación anterior" },
	{ 'W', "server", "NOMBRE", "escribe la configuración de nginx o apache, y no publica" },
	{ 'J', "json", NULL, "un documento JSON en la salida, en lugar de texto" },
	{ 'h', "help", NULL, "esta ayuda" },
};

enum { OPTION_LINES = sizeof option_lines / sizeof option_lines[0] };

static bool takes(const struct command *command, char letter)
{
	return letter == 'h' || strchr(command->options, letter);
}

/* How many bytes of TEXT take no column of their own: printf counts bytes. */
static int bytes_beyond(const char *text)
{
	int count = 0;

	for (; *text; text++)
		count += ((unsigned char)*text & 0xc0) == 0x80;
	return count;
}

void command_help(const struct command *command)
{
	printf("diafano %s %s\n\n%s\n\n", command->name, command->usage, command->summary);
	if (command->examples)
		printf("Ejemplos:\n%s\n", command->examples);
	puts("Opciones:");
	for (int i = 0; i < OPTION_LINES; i++) {
		const struct option_line *line = &option_lines[i];
		char left[64];

		if (!takes(command, line->letter))
			continue;
		if (line->letter == 'C')
			snprintf(left, sizeof left, "-C DIR");
		else if (line->letter == 'j')
			snprintf(left, sizeof left, "-j, --jobs N");
		else if (line->letter == 'h')
			snprintf(left, sizeof left, "-h, --help");
		else
			snprintf(left, sizeof left, "--%s%s%s", line->name,
				 line->value ? " " : "", line->value ? line->value : "");
		printf("  %-*s %s\n", 18 + bytes_beyond(left), left, line->help);
	}
}

/* What a mistyped --NAME was meant to be. */
static const char *nearest_option(const struct command *command, const char *name)
{
	unsigned best = 1 + (unsigned)(strlen(name) < 12 ? strlen(name) / 3 : 3);
	const char *nearest = NULL;

	for (int i = 0; i < OPTION_LINES; i++) {
		unsigned distance;

		if (!takes(command, option_lines[i].letter))
			continue;
		distance = text_distance(str_from(name), str_from(option_lines[i].name), best);
		if (distance < best) {
			best = distance;
			nearest = option_lines[i].name;
		}
	}
	return nearest;
}

static int unknown_option(const struct command *command, char **argv, int index)
{
	const char *word = index > 0 ? argv[index - 1] : "";
	const char *nearest;

	if (strncmp(word, "--", 2) != 0)
		return usage_error("«%s» no tiene la opción «-%c»; «diafano help %s» las enumera", command->name,
				   optopt, command->name);
	nearest = nearest_option(command, word + 2);
	if (nearest)
		return usage_error("«%s» no tiene la opción «%s»; ¿quiso decir «--%s»?",
				   command->name, word, nearest);
	return usage_error("«%s» no tiene la opción «%s»; «diafano help %s» las enumera", command->name, word,
			   command->name);
}

static int take_workers(struct options *options, const char *value)
{
	unsigned long long workers;

	if (!str_to_number(str_from(value), POOL_MAX, &workers) || workers == 0)
		return usage_error("«-j %s»: se esperaba un número de 1 a %d", value, POOL_MAX);
	options->workers = (unsigned)workers;
	return 0;
}

static int take_port(struct options *options, const char *value)
{
	unsigned long long port;

	if (!str_to_number(str_from(value), 65535, &port))
		return usage_error("«--port %s»: se esperaba un número de 0 a 65535", value);
	options->port = (int)port;
	return 0;
}

static int take_year(struct options *options, const char *value)
{
	unsigned long long year;

	if (!str_to_number(str_from(value), 2100, &year) || year < 1990)
		return usage_error("«--ejercicio %s»: se esperaba un año de cuatro cifras", value);
	options->year = (int)year;
	return 0;
}

static int take_key(const char **key, const char *option, const char *expected, const char *value)
{
	struct buf what;

	*key = value;
	if (path_is_key(str_from(value)))
		return 0;
	buf_init(&what);
	buf_printf(&what, "«%s %s»", option, value);
	key_error(what.ptr, expected, value);
	buf_dispose(&what);
	return 2;
}

static int take_id(struct options *options, const char *value)
{
	enum diag_id id = diag_find(str_from(value));
	unsigned best = 1 + (unsigned)strlen(value) / 4;
	const char *nearest = NULL;

	for (int i = 0; id == DIAG_COUNT && i < DIAG_COUNT; i++) {
		const char *name = diag_kind((enum diag_id)i)->name;
		unsigned distance = text_distance(str_from(value), str_from(name), best);

		if (distance < best) {
			best = distance;
			nearest = name;
		}
	}
	if (nearest)
		return usage_error("«--only %s»: no hay un aviso con ese nombre; ¿quiso decir «%s»?", value, nearest);
	if (id == DIAG_COUNT)
		return usage_error("«--only %s»: no hay un aviso con ese nombre; «diafano explain» los enumera", value);
	options->only = options->wanted[id] = true;
	return 0;
}

static int take(struct options *options, char letter, const char *value)
{
	switch (letter) {
	case 'C':
		options->directory = value;
		return 0;
	case 'O':
		options->content = value;
		return 0;
	case 'T':
		options->theme = value;
		return path_is_key(str_from(value)) ? 0
			: usage_error("«--theme %s»: se esperaba el nombre de una carpeta de themes/", value);
	case 'S':
		options->site = value;
		return 0;
	case 'V':
		options->at = value;
		return 0;
	case 'U':
		options->url = value;
		return url_is_web(str_from(value)) ? 0
			: usage_error("«--url %s»: se esperaba una dirección http o https", value);
	case 'L':
		return take_id(options, value);
	case 'j':
		return take_workers(options, value);
	case 'Y':
		return take_year(options, value);
	case 'F':
		return take_key(&options->fund, "--fondo", "una clave de content/fondos/", value);
	case 'Z':
		return take_key(&options->key, "--clave", "una clave: minúsculas sin acento, cifras y guiones", value);
	case 'P':
		return take_port(options, value);
	case 'I':
		options->host = value;
		return *value ? 0 : usage_error("«--host»: se esperaba una dirección de esta máquina");
	case 'N':
		options->dry_run = true;
		return 0;
	case 'K':
		options->yes = true;
		return 0;
	case 'M':
		options->uncommitted = true;
		return 0;
	case 'X':
		options->back = true;
		return 0;
	case 'W':
		options->server = value;
		return 0;
	case 'E':
		return take_key(&options->entity, "--ente", "una clave de content/entes/", value);
	case 'D':
		options->drafts = true;
		return 0;
	case 'R':
		options->strict = true;
		return 0;
	case 'J':
		options->json = true;
		return 0;
	case 'H':
		options->no_history = true;
		return 0;
	case 'A':
		options->no_data = true;
		return 0;
	case 'B':
		options->no_search = true;
		return 0;
	default:
		return 0;
	}
}

/* The tables that getopt_long wants, for what COMMAND takes. */
static void make_tables(const struct command *command, struct option *table, char *letters)
{
	*letters++ = ':';
	for (int i = 0; i < OPTION_LINES; i++) {
		const struct option_line *line = &option_lines[i];

		if (!takes(command, line->letter))
			continue;
		*table++ = (struct option){ line->name, line->value ? required_argument : no_argument,
					    NULL, line->letter };
		if (line->letter == 'C' || line->letter == 'j' || line->letter == 'h') {
			*letters++ = line->letter;
			if (line->value)
				*letters++ = ':';
		}
	}
	*table = (struct option){ 0 };
	*letters = '\0';
}

static int check_words(const struct command *command, const struct options *options)
{
	if (options->word_count < command->words_min)
		return usage_error("a «%s» le falta decir qué: diafano %s %s; «diafano help %s» lo explica", command->name,
				   command->name, command->usage, command->name);
	if (options->word_count > command->words_max)
		return usage_error("«%s» no espera «%s»: diafano %s %s", command->name,
				   options->words[command->words_max], command->name, command->usage);
	return 0;
}

int options_read(struct options *options, const struct command *command,
		 int argc, char **argv)
{
	struct option table[OPTION_LINES + 1];
	char letters[2 * OPTION_LINES + 2];
	int letter, status;

	*options = (struct options){
		.directory = ".", .content = "content", .site = "site",
		.workers = pool_default_workers(), .host = "127.0.0.1", .port = -1,
	};
	make_tables(command, table, letters);
	opterr = 0;
	optind = 1;
	while ((letter = getopt_long(argc, argv, letters, table, NULL)) != -1) {
		if (letter == 'h') {
			command_help(command);
			return -1;
		}
		if (letter == '?')
			return unknown_option(command, argv, optind);
		if (letter == ':')
			return usage_error("a «%s» le falta su valor", argv[optind - 1]);
		status = take(options, (char)letter, optarg);
		if (status)
			return status;
	}
	options->words = argv + optind;
	options->word_count = argc - optind;
	return check_words(command, options);
}
