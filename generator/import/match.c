/*
 * match.c -- which entry of the catalogues some words mean.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "match.h"

#include "base/path.h"
#include "base/utf8.h"
#include "value.h"

/* ---- names of an entry ---- */

struct names {
	struct str at[64];
	int count;
	int own;		/* so many at the beginning are its names; the others, aliases */
};

static void add(struct names *names, struct str name)
{
	if (name.len && names->count < 64)
		names->at[names->count++] = name;
}

static void add_list(struct names *names, struct slot_list list)
{
	for (uint32_t i = 0; i < list.count; i++)
		if (slot_has(&list.at[i]))
			add(names, list.at[i].text);
}

static void fund_names(struct names *names, const struct record *record)
{
	struct slot_list others = record_list(record, FUND_NAMES);

	add(names, record_text(record, FUND_ACRONYM));
	for (uint32_t i = 0; i < others.count; i++) {
		if (!slot_has(&others.at[i]))
			continue;
		add(names, record_text(others.at[i].record, FUND_NAME_NAME));
		add(names, record_text(others.at[i].record, FUND_NAME_ACRONYM));
	}
	names->own = names->count;
	add_list(names, record_list(record, FUND_ALIAS));
}

static void names_of(struct names *names, const struct entry *entry)
{
	names->count = 0;
	add(names, entry->name);
	names->own = names->count;
	if (!entry->record)
		return;
	switch (entry->kind) {
	case ENTRY_FUND:
		fund_names(names, entry->record);
		break;
	case ENTRY_UNIT:
		add_list(names, record_list(entry->record, UNIT_ALIAS));
		break;
	case ENTRY_EVALUATOR:
		add_list(names, record_list(entry->record, EVALUATOR_ALIAS));
		break;
	case ENTRY_ENTITY:
		add_list(names, record_list(entry->record, ENTITY_ALIAS));
		break;
	default:
		break;
	}
}

/* ---- words cut down to the name in them ---- */

static struct str without_stop(struct str words)
{
	words = str_trim(words);
	while (words.len && strchr(".,;: ", words.ptr[words.len - 1]))
		words.len--;
	return words;
}

static struct str without_acronym(struct str words)
{
	words = without_stop(words);
	if (words.len && words.ptr[words.len - 1] == ')')
		for (size_t i = words.len; i-- > 1;)
			if (words.ptr[i] == '(')
				return without_stop(str_slice(words, 0, i));
	return words;
}

/* Where the unit begins behind "Jefe del ", "Titular de la "; 0: no post. */
static size_t post_length(struct arena *arena, struct str words)
{
	static const char *const posts[] = {
		"jefe", "jefa", "titular", "director", "directora", "subdirector", "subdirectora", "coordinador",
		"coordinadora", "secretario", "encargado", "encargada", "responsable", "enlace", "tesorero",
		"tesorera", "contralor", "contralora", "presidente", "presidenta", "regidor", "regidora",
	};
	struct str first = str_slice(words, 0, str_find_char(words, ' '));
	struct str folded = value_folded(arena, first);
	size_t best = (size_t)-1;
	static const char *const ofs[] = { " del ", " de la ", " de los ", " de las ", " de " };

	for (size_t i = 0; i < sizeof posts / sizeof posts[0]; i++) {
		if (!str_equal(folded, str_from(posts[i])))
			continue;
		for (int k = 0; k < 5; k++) {
			size_t at = str_find(words, str_from(ofs[k]));

			if (at != (size_t)-1 && (best == (size_t)-1 || at + strlen(ofs[k]) < best ||
						 (at < best && k < 4)))
				best = at + strlen(ofs[k]);
		}
		if (best != (size_t)-1) {
			struct str rest = str_slice(words, best, (size_t)-1);

			/* "de " was the shortest of "de la " */
			if (str_starts(rest, STR("la ")))
				best += 3;
			else if (str_starts(rest, STR("los ")) || str_starts(rest, STR("las ")))
				best += 4;
			return best;
		}
	}
	return 0;
}

struct str match_name(struct arena *arena, struct str words)
{
	words = without_acronym(words);
	return str_slice(words, post_length(arena, words), (size_t)-1);
}

/* ---- looking up ---- */

static bool is_of(const struct entry *entry, const struct entry *entity)
{
	struct entry *owner = entry->kind == ENTRY_UNIT ? record_target(entry->record, UNIT_ENTITY) : NULL;

	return !owner || !entity || owner == entity;
}

/* True when REST, behind an alias, says whose the unit is: its parent, or its entity. */
static bool tells_owner(struct arena *arena, const struct entry *unit, struct str rest)
{
	struct entry *owners[] = {
		record_target(unit->record, UNIT_PARENT), record_target(unit->record, UNIT_ENTITY),
	};

	for (int i = 0; i < 2; i++) {
		struct names names;

		if (!owners[i])
			continue;
		names_of(&names, owners[i]);
		for (int k = 0; k < names.count; k++)
			if (value_has_words(rest, value_folded(arena, names.at[k])))
				return true;
	}
	return false;
}

struct try {
	struct arena *arena;
	struct str forms[3];	/* folded: as it is, without acronym, without post */
	struct match best;
	size_t length;		/* of the alias of MATCH_PART */
	unsigned distance;
};

static void try_name(struct try *try, struct entry *entry, struct str name, bool own)
{
	struct str folded = value_folded(try->arena, without_stop(name));

	for (int i = 0; i < 3; i++) {
		struct str form = try->forms[i];
		unsigned limit = form.len < 6 ? 0 : form.len < 16 ? 1 : form.len < 40 ? 2 : 3;
		unsigned distance;

		if (str_equal(form, folded)) {
			bool exact = own && (i < 2 || str_equal(form, try->forms[0]));

			if (exact || try->best.how != MATCH_ALIAS)
				try->best = (struct match){ exact ? MATCH_EXACT : MATCH_ALIAS, entry };
			return;
		}
		if (try->best.how == MATCH_ALIAS)
			continue;
		if (entry->kind == ENTRY_UNIT && form.len > folded.len + 4 && folded.len > try->length &&
		    str_starts(form, folded) && form.ptr[folded.len] == ' ' &&
		    tells_owner(try->arena, entry, str_slice(form, folded.len, (size_t)-1))) {
			try->best = (struct match){ MATCH_PART, entry };
			try->length = folded.len;
		}
		if (try->best.how == MATCH_PART || !limit || folded.len > form.len + limit ||
		    form.len > folded.len + limit || form.len > 300)
			continue;
		distance = text_distance(form, folded, limit);
		if (distance <= limit && distance < try->distance) {
			try->best = (struct match){ MATCH_NEAR, entry };
			try->distance = distance;
		}
	}
}

struct match match_find(struct arena *arena, const struct site *site, enum entry_kind kind,
			struct str words, const struct entry *entity)
{
	struct try try = { .arena = arena, .distance = 99 };
	struct names names;

	try.forms[0] = value_folded(arena, without_stop(words));
	try.forms[1] = value_folded(arena, without_acronym(words));
	try.forms[2] = value_folded(arena, match_name(arena, words));
	if (try.forms[0].len == 0)
		return try.best;
	for (uint32_t i = 0; i < site->kinds[kind].count; i++) {
		struct entry *entry = site->kinds[kind].at[i];

		if (!is_of(entry, entity))
			continue;
		names_of(&names, entry);
		for (int k = 0; k < names.count; k++) {
			try_name(&try, entry, names.at[k], k < names.own);
			if (try.best.how == MATCH_EXACT)
				return try.best;
		}
	}
	return try.best;
}

/* The longest name, of one word only or of several, that stands in folded TEXT. */
static struct entry *mentioned(struct arena *arena, const struct site *site, enum entry_kind kind,
			       struct str folded, bool acronyms, bool phrases)
{
	struct entry *best = NULL;
	size_t length = 0;
	struct names names;

	for (uint32_t i = 0; i < site->kinds[kind].count; i++) {
		struct entry *entry = site->kinds[kind].at[i];

		names_of(&names, entry);
		for (int k = 0; k < names.count; k++) {
			struct str name = value_folded(arena, names.at[k]);
			bool phrase = name.len > 16 && str_find_char(name, ' ') != (size_t)-1;

			if ((phrase ? phrases : acronyms) && name.len > 2 && name.len > length &&
			    value_has_words(folded, name)) {
				best = entry;
				length = name.len;
			}
		}
	}
	return best;
}

struct entry *match_mention(struct arena *arena, const struct site *site, enum entry_kind kind,
			    struct str text)
{
	return mentioned(arena, site, kind, value_folded(arena, text), true, true);
}

struct entry *match_fund(struct arena *arena, const struct site *site, struct str text,
			 bool *doubtful)
{
	struct str folded = value_folded(arena, text);
	struct entry *acronym = mentioned(arena, site, ENTRY_FUND, folded, true, false);
	struct entry *name = mentioned(arena, site, ENTRY_FUND, folded, false, true);
	struct entry *whole = acronym ? record_target(acronym->record, FUND_PART_OF) : NULL;

	*doubtful = name && acronym != name && whole != name;
	return acronym ? acronym : name;
}

/* ---- keys ---- */

/* As long as an address may be before people cannot read it aloud. */
#define KEY_MAX 48

/* KEY without the articles and prepositions that a cut left at its end. */
static struct str without_particles(struct str key)
{
	static const char *const particles[] = {
		"-de", "-del", "-la", "-las", "-el", "-los", "-y", "-e", "-o", "-en", "-para", "-por", "-con", "-a", "-al", "-su", "-sus", "-que",
	};

	for (size_t i = 0; i < sizeof particles / sizeof particles[0];) {
		struct str particle = str_from(particles[i++]);

		if (key.len > particle.len + 8 && str_ends(key, particle)) {
			key.len -= particle.len;
			i = 0;
		}
	}
	return key;
}

struct str match_key(struct arena *arena, struct str words)
{
	struct str folded = value_folded(arena, words);
	char *out = arena_alloc(arena, folded.len + 16);
	size_t length = 0, cut = 0;
	struct str key;

	for (size_t i = 0; i < folded.len && length <= KEY_MAX; i++) {
		char c = folded.ptr[i];

		if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
			out[length++] = c;
		} else if (length && out[length - 1] != '-' && (unsigned char)c < 0x80) {
			cut = length;
			out[length++] = '-';
		}
	}
	if (length > KEY_MAX)
		length = cut > 12 ? cut : KEY_MAX;
	while (length && out[length - 1] == '-')
		length--;
	key = str_make(out, length);
	if (length < folded.len)
		key = without_particles(key);
	if (path_is_key(key))
		return key;
	return arena_printf(arena, "x-%.*s", STR_ARG(length ? key : STR("sin-nombre")));
}
