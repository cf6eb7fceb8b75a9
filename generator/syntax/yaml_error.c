/*
 * yaml_error.c -- libyaml's complaints, in words that help an author.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The library says which token it did not expect; an author needs to hear
 * what people usually did when that happens.
 */
#include "yaml_error.h"

#include <stddef.h>

#define INDENT "revise la sangría: los datos de un mismo grupo comienzan en la misma columna, con espacios"
#define QUOTE "si es texto, ponga todo el valor entre comillas"

static const struct yaml_error errors[] = {
	{ "mapping values are not allowed in this context",
	  "aquí no puede haber dos puntos",
	  "un texto que lleva «: » va entre comillas; si no, revise la sangría", false },
	{ "did not find expected key",
	  "aquí se esperaba otra clave, o el fin de este grupo de datos",
	  INDENT "; nada puede seguir a las comillas que cierran", false },
	{ "did not find expected '-' indicator",
	  "aquí se esperaba otro guion de la lista",
	  INDENT, false },
	{ "did not find expected ',' or ']'",
	  "esta lista entre corchetes no cierra",
	  "falta una coma, o el corchete ]", true },
	{ "did not find expected ',' or '}'",
	  "este grupo entre llaves no cierra",
	  "falta una coma, o la llave }", true },
	{ "could not find expected ':'",
	  "a esta línea le faltan los dos puntos y un espacio después de la clave",
	  "clave: valor", true },
	{ "found unexpected end of stream",
	  "estas comillas no cierran",
	  "ponga las comillas que faltan; dentro de \"...\" las propias se escriben \\\"", true },
	{ "found unexpected document indicator",
	  "estas comillas no cierran",
	  "ponga las comillas que faltan; dentro de \"...\" las propias se escriben \\\"", true },
	{ "found unknown escape character",
	  "dentro de \"...\" esta diagonal invertida no significa nada",
	  "escriba \\\\, o use comillas sencillas '...'", false },
	{ "did not find expected hexdecimal number",
	  "después de \\x, \\u o \\U van cifras hexadecimales",
	  "escriba \\\\ para una diagonal invertida", false },
	{ "found invalid Unicode character escape code",
	  "ese código no es el de ningún carácter", "", false },
	{ "block sequence entries are not allowed in this context",
	  "aquí no puede comenzar una lista",
	  "los guiones van en líneas propias, debajo de la clave; si es texto, entre comillas", false },
	{ "mapping keys are not allowed in this context",
	  "aquí no puede comenzar una clave",
	  QUOTE, false },
	{ "did not find expected alphabetic or numeric character",
	  "un valor que comienza con & o * es para YAML otra cosa",
	  QUOTE, true },
	{ "did not find expected node content",
	  "aquí falta un valor",
	  "revise las comas, los corchetes y las llaves", false },
	{ "did not find expected comment or line break",
	  "después de | o > no va nada más en la línea",
	  "el texto comienza en la línea siguiente, con sangría", false },
	{ "found a tab character that violates indentation",
	  "la sangría no puede llevar tabuladores", "use espacios", false },
	{ "found a tab character where an indentation space is expected",
	  "la sangría no puede llevar tabuladores", "use espacios", false },
	{ "did not find expected <document start>",
	  "aquí hay algo que no pertenece a los datos de arriba",
	  INDENT, false },
	{ "control characters are not allowed",
	  "hay un carácter de control, que no se ve y no es texto",
	  "bórrelo: suele llegar al copiar de otro programa", false },
	{ "found undefined tag handle",
	  "un valor que comienza con ! es para YAML una etiqueta",
	  QUOTE, true },
	{ "did not find expected whitespace or line break",
	  "un valor que comienza con ! es para YAML una etiqueta",
	  QUOTE, true },
	{ "did not find expected '!'",
	  "un valor que comienza con ! es para YAML una etiqueta",
	  QUOTE, true },
	{ "found unknown directive name",
	  "una línea que comienza con % es para YAML una instrucción",
	  QUOTE, true },
};

static const struct yaml_error bad_tab = {
	"", "la sangría no puede llevar tabuladores", "use espacios", false
};
static const struct yaml_error bad_start = {
	"", "un valor no puede comenzar con este signo", QUOTE, false
};
static const struct yaml_error unknown = {
	"", "esto no se entiende como YAML", INDENT, false
};

const struct yaml_error *yaml_error_find(const char *problem, char next)
{
	if (!problem)
		return &unknown;
	if (strcmp(problem, "found character that cannot start any token") == 0)
		return next == '\t' ? &bad_tab : &bad_start;
	for (size_t i = 0; i < sizeof errors / sizeof *errors; i++)
		if (strcmp(problem, errors[i].problem) == 0)
			return &errors[i];
	return &unknown;
}
