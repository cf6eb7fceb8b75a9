/*
 * command.c -- the table of commands, and which one was meant.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "command/command.h"

#include <locale.h>
#include <stdio.h>

#include "base/utf8.h"
#include "options.h"

static const struct command commands[] = {
	{ "build", "[opciones]", "Compila el contenido con un tema en un sitio.",
	  "COTSjDVURHBAJ", 0, 0, build_run },
	{ "check", "[opciones] [EVALUACIÓN...]", "Dice todo lo que «build» encontraría, también en los borradores, y lo que falta o parece un error, de todas o de las que se nombren; sin escribir nada.",
	  "COTjDVULRJ", 0, 100000, check_run },
	{ "explain", "[opciones] [ID | CAMPO]", "Explica un aviso o un campo del formato; sin nada, los enumera.",
	  "CO", 0, 1, explain_run },
	{ "new", "[opciones] TIPO [CLAVE]", "Comienza un archivo de contenido: evaluacion, seguimiento, pae, fondo, unidad, evaluador, ente, contrato, pagina o sitio.",
	  "COYFE", 1, 2, new_run },
	{ "import", "[opciones] ARCHIVO...", "Convierte documentos publicados en archivos de contenido, con un informe.",
	  "COYFZJ", 1, 100000, import_run },
	{ "serve", "[opciones]", "Muestra el sitio en el navegador mientras se escribe: se hace de nuevo cada vez que se guarda.",
	  "COTjUPI", 0, 0, serve_command_run },
	{ "publish", "[opciones]", "Revisa, compila, muestra lo que cambiaría y publica donde diga sitio.yaml; o vuelve a lo anterior.",
	  "COTSjVUNKMXW", 0, 0, publish_run },
	{ "history", "[EVALUACIÓN]", "Las versiones de una evaluación, o todo lo que cambió en el contenido.",
	  "COJ", 0, 1, history_run },
	{ "diff", "EVALUACIÓN [A [B]]", "Qué cambió entre dos versiones: números, o «trabajo» por el archivo de ahora.",
	  "COJ", 1, 3, diff_run },
	{ "dump", "[opciones] [plantillas|valores]", "Escribe como texto lo que se entendió del contenido; o el manual de los valores que imprime una plantilla.",
	  "COTjDV", 0, 1, dump_run },
};

enum { COMMANDS = sizeof commands / sizeof commands[0] };

static void print_help(void)
{
	puts("diafano ORDEN [opciones]\n\n"
	     "Compila evaluaciones de fondos federales (formato CONAC) en un sitio estático.\n\n"
	     "Órdenes:");
	for (int i = 0; i < COMMANDS; i++)
		printf("  %-10s %s\n", commands[i].name, commands[i].summary);
	puts("  help       Esta ayuda, o la de una orden.\n"
	     "  version    La versión de este programa.\n\n"
	     "Salida: 0 hecho; 1 contenido; 2 uso; 3 configuración; 4 tema; 5 disco; 6 repositorio.");
}

static const struct command *find_command(const char *name)
{
	for (int i = 0; i < COMMANDS; i++)
		if (strcmp(commands[i].name, name) == 0)
			return &commands[i];
	return NULL;
}

static int unknown_command(const char *name)
{
	unsigned best = 4;
	const char *nearest = NULL;

	for (int i = 0; i < COMMANDS; i++) {
		unsigned distance = text_distance(str_from(name), str_from(commands[i].name), best);

		if (distance < best) {
			best = distance;
			nearest = commands[i].name;
		}
	}
	if (nearest)
		return usage_error("no hay una orden «%s»; ¿quiso decir «%s»?", name, nearest);
	return usage_error("no hay una orden «%s»; «diafano help» las enumera", name);
}

static bool is_word(const char *argument, const char *a, const char *b)
{
	return strcmp(argument, a) == 0 || strcmp(argument, b) == 0;
}

static int help(int argc, char **argv)
{
	const struct command *command = argc > 2 ? find_command(argv[2]) : NULL;

	if (argc > 2 && !command && !is_word(argv[2], "help", "version"))
		return unknown_command(argv[2]);
	if (command)
		command_help(command);
	else
		print_help();
	return 0;
}

/* Who writes "-C DIR build", as to git, means "build -C DIR". */
static void put_command_first(int argc, char **argv)
{
	char *command;

	if (argc < 4 || strcmp(argv[1], "-C") != 0)
		return;
	command = argv[3];
	argv[3] = argv[2];
	argv[2] = argv[1];
	argv[1] = command;
}

int command_main(int argc, char **argv)
{
	const struct command *command;
	struct options options;
	int status;

	/* nothing that is written may depend on where it is run */
	setlocale(LC_ALL, "C");
	if (argc < 2) {
		print_help();
		return 2;
	}
	put_command_first(argc, argv);
	if (is_word(argv[1], "help", "--help") || strcmp(argv[1], "-h") == 0)
		return help(argc, argv);
	if (is_word(argv[1], "version", "--version")) {
		puts("diafano " DIAFANO_VERSION);
		return 0;
	}
	command = find_command(argv[1]);
	if (!command)
		return unknown_command(argv[1]);
	status = options_read(&options, command, argc - 1, argv + 1);
	if (status)
		return status < 0 ? 0 : status;
	return command->run(&options);
}
