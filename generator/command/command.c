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

#define EVALUATION_IS "EVALUACIÓN es su AÑO/CLAVE, o la ruta de su archivo."

/* In the order of an author's day. Lines that a terminal of 80 columns holds. */
static const struct command commands[] = {
	{ "import", "[opciones] ARCHIVO...", "convierte documentos publicados en archivos de contenido",
	  "Convierte documentos publicados (PDF, Word, OpenDocument, texto, Markdown, HTML)\n"
	  "en archivos de contenido, con un informe de lo que falta y lo que es dudoso.\n"
	  "Nunca escribe sobre lo que existe. El ejercicio y el fondo que se den valen para\n"
	  "los documentos que no los dicen.",
	  "  diafano import formato.docx\n"
	  "  diafano import --fondo fais --ejercicio 2019 anteriores/*.pdf\n",
	  "COYFZJ", 1, 100000, import_run },
	{ "new", "[opciones] TIPO [CLAVE]", "comienza un archivo de contenido",
	  "Comienza un archivo de contenido, con la explicación y un ejemplo de cada campo.\n"
	  "TIPO es evaluacion, seguimiento, pae, fondo, unidad, evaluador, ente, contrato,\n"
	  "pagina o, en una carpeta vacía, sitio (con la clave de su ente).",
	  "  diafano new evaluacion --fondo fortamun --ejercicio 2023\n"
	  "  diafano new unidad tesoreria-municipal\n",
	  "COYFE", 1, 2, new_run },
	{ "check", "[opciones] [EVALUACIÓN...]", "dice lo que falta o está mal, sin escribir nada",
	  "Dice todo lo que «build» encontraría, también en los borradores, y lo que falta\n"
	  "o parece un error, y resume cada evaluación; sin escribir nada. Con EVALUACIÓN,\n"
	  "sólo lo de ésas. " EVALUATION_IS,
	  "  diafano check\n"
	  "  diafano check 2023/fortamun\n"
	  "  diafano check --only sin-marca content/evaluaciones/2023/*.md\n",
	  "COTjDVULRJ", 0, 100000, check_run },
	{ "explain", "[opciones] [ID | CAMPO]", "explica un aviso o un campo del formato",
	  "Explica un aviso, por el nombre que lleva entre corchetes, o un campo del\n"
	  "formato, por su número o su clave; sin nada, los enumera.",
	  "  diafano explain sin-marca\n"
	  "  diafano explain 6.3\n",
	  "CO", 0, 1, explain_run },
	{ "serve", "[opciones]", "muestra el sitio en el navegador mientras se escribe",
	  "Muestra el sitio, con los borradores, en el navegador de esta máquina mientras\n"
	  "se escribe: se hace de nuevo cada vez que se guarda un archivo. Ctrl-C termina.",
	  NULL,
	  "COTjUPI", 0, 0, serve_command_run },
	{ "build", "[opciones]", "compila el contenido en un sitio",
	  "Compila el contenido con un tema en un sitio, sin los borradores. Si hay un\n"
	  "error, el sitio anterior queda como estaba.",
	  NULL,
	  "COTSjDVURHBAJ", 0, 0, build_run },
	{ "publish", "[opciones]", "publica el sitio donde diga sitio.yaml",
	  "Revisa, compila, muestra lo que cambiaría, pregunta y publica donde diga\n"
	  "«publicacion» en sitio.yaml; o vuelve a lo anterior.",
	  "  diafano publish --dry-run\n"
	  "  diafano publish --back\n"
	  "  diafano publish --server nginx\n",
	  "COTSjVUNKMXW", 0, 0, publish_run },
	{ "history", "[opciones] [EVALUACIÓN]", "las versiones de una evaluación, o todo lo que cambió",
	  "Las versiones de una evaluación: cuándo se publicó cada una, quién lo hizo y qué\n"
	  "cambió; sin EVALUACIÓN, todo lo que cambió en el contenido.\n"
	  EVALUATION_IS,
	  "  diafano history 2022/fortamun-df\n",
	  "COJ", 0, 1, history_run },
	{ "diff", "[opciones] EVALUACIÓN [A [B]]", "qué cambió entre dos versiones",
	  "Qué cambió entre las versiones A y B de una evaluación: números, o «trabajo» por\n"
	  "el archivo de ahora. Sin ellas, lo que se publicó y el archivo de ahora, o lo\n"
	  "último que cambió. " EVALUATION_IS,
	  "  diafano diff 2022/fortamun-df\n"
	  "  diafano diff 2022/fortamun-df 1 3\n",
	  "COJ", 1, 3, diff_run },
	{ "dump", "[opciones] [plantillas|valores]", "escribe como texto lo que se entendió del contenido",
	  "Escribe como texto lo que se entendió del contenido; con «plantillas», el manual\n"
	  "de los valores que puede imprimir una plantilla; con «valores», en qué se\n"
	  "apartan de él las páginas.",
	  NULL,
	  "COTjDV", 0, 1, dump_run },
};

enum { COMMANDS = sizeof commands / sizeof commands[0] };

static void print_help(void)
{
	puts("diafano ORDEN [opciones]\n\n"
	     "Compila evaluaciones de fondos federales (formato CONAC) en un sitio estático.\n\n"
	     "Órdenes:");
	for (int i = 0; i < COMMANDS; i++)
		printf("  %-10s %s\n", commands[i].name, commands[i].brief);
	puts("  help       esta ayuda, o la de una orden («diafano help check»)\n"
	     "  version    la versión de este programa\n\n"
	     "Para comenzar: «import» o «new»; después «check» y «serve» hasta que esté bien;\n"
	     "al final «git commit» y «publish».\n\n"
	     "Estado de salida: 0 hecho; 1 contenido; 2 uso; 3 configuración; 4 tema; 5 disco;\n"
	     "6 repositorio.");
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
