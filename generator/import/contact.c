/*
 * contact.c -- people of a document: addresses, names, contacts, lists by letter.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "contact.h"

#include "base/provider.h"
#include "base/utf8.h"
#include "piece.h"
#include "value.h"

/* ---- addresses ---- */

static bool is_address_byte(char c)
{
	return char_is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || strchr("._%+-", c);
}

/* A word of small letters that is no part of a Spanish name. */
static bool is_fragment(struct str word)
{
	static const char *const particles[] = {
		"de", "del", "la", "las", "los", "y", "e", "da", "di", "do", "dos", "van", "von", "san", "ext", "tel", "y/o",
	};

	if (word.len == 0 || word.len > 20)
		return false;
	for (size_t i = 0; i < word.len; i++)
		if (!is_address_byte(word.ptr[i]) || (word.ptr[i] >= 'A' && word.ptr[i] <= 'Z'))
			return false;
	for (size_t i = 0; i < sizeof particles / sizeof particles[0]; i++)
		if (str_equal(word, str_from(particles[i])))
			return false;
	return !char_is_digit(word.ptr[0]);
}

/*
 * The address around the '@' at AT: *START and *END. A word of small letters
 * right before it belongs to it and a stray space cut it: *BROKEN.
 */
static bool address_around(struct str text, size_t at, size_t *start, size_t *end, bool *broken)
{
	size_t before;

	*start = at;
	*end = at + 1;
	*broken = false;
	while (*start && is_address_byte(text.ptr[*start - 1]))
		(*start)--;
	while (*end < text.len && is_address_byte(text.ptr[*end]))
		(*end)++;
	while (*end > at + 1 && strchr(".-_+%", text.ptr[*end - 1]))
		(*end)--;
	if (*start == at || str_find_char(str_slice(text, at, *end - at), '.') == (size_t)-1)
		return false;
	if (*start > 1 && text.ptr[*start - 1] == ' ') {
		before = piece_word_start(text, *start - 1);
		if (is_fragment(str_slice(text, before, *start - 1 - before)) &&
		    (before == 0 || text.ptr[before - 1] != ':')) {
			*broken = true;
			*start = before;
		}
	}
	return true;
}

struct str email_read(struct str text, bool *broken)
{
	for (size_t i = 0; i < text.len; i++) {
		size_t start, end;

		if (text.ptr[i] == '@' && address_around(text, i, &start, &end, broken))
			return str_slice(text, start, end - start);
	}
	*broken = false;
	return (struct str){ 0 };
}

bool email_is_personal(struct str address)
{
	size_t at = str_find_char(address, '@');

	return at != (size_t)-1 && provider_is_public(str_slice(address, at + 1, (size_t)-1));
}

/* ---- names ---- */

static void add_name(struct arena *arena, struct str_list *names, struct str name)
{
	name = value_plain(arena, name);
	while (name.len && strchr(".,; -", name.ptr[name.len - 1]))
		name.len--;
	if (str_starts(name, STR("•")))
		name = str_slice(name, strlen("•"), (size_t)-1);
	while (name.len && strchr(".,; -*", name.ptr[0]))
		name = str_slice(name, 1, (size_t)-1);
	if (name.len)
		vec_push(names, name);
}

/* Words of TEXT. */
static int count_words(struct str text)
{
	struct str word;
	int count = 0;

	text = str_trim(text);
	while (str_cut(&text, ' ', &word))
		count += word.len != 0;
	return count;
}

/* A full stop that ends an abbreviation ("Lic.", "S.C.") is kept. */
static bool ends_abbreviation(struct str name)
{
	size_t dot = name.len - 1, letters = 0;

	if (name.len < 2 || name.ptr[dot] != '.')
		return false;
	while (letters < dot && name.ptr[dot - 1 - letters] != ' ' && name.ptr[dot - 1 - letters] != '.')
		letters++;
	return letters <= 2;
}

/* Where " y " or " e " is in TEXT, from its end; (size_t)-1: nowhere. */
static size_t last_and(struct str text)
{
	for (size_t i = text.len; i-- > 2;)
		if (text.ptr[i] == ' ' && (text.ptr[i - 1] == 'y' || text.ptr[i - 1] == 'e') &&
		    text.ptr[i - 2] == ' ')
			return i - 2;
	return (size_t)-1;
}

void names_read(struct arena *arena, struct str text, struct str_list *names, bool *doubtful)
{
	struct str line, part;

	*doubtful = false;
	while (str_cut(&text, '\n', &line)) {
		bool several = str_find_char(line, ',') != (size_t)-1 || str_find_char(line, ';') != (size_t)-1;

		for (size_t i = 0, start = 0; i <= line.len; i++) {
			size_t and;

			if (i < line.len && line.ptr[i] != ',' && line.ptr[i] != ';')
				continue;
			part = piece_trim(str_slice(line, start, i - start));
			start = i + 1;
			and = i >= line.len ? last_and(part) : (size_t)-1;
			if (and != (size_t)-1 && count_words(str_slice(part, 0, and)) >= 2 &&
			    count_words(str_slice(part, and + 3, (size_t)-1)) >= 2) {
				*doubtful |= !several;
				add_name(arena, names, str_slice(part, 0, and));
				part = str_slice(part, and + 3, (size_t)-1);
			}
			if (str_starts(part, STR("y ")) || str_starts(part, STR("e ")))
				part = str_slice(part, 2, (size_t)-1);
			/* the stop at the end of the sentence goes, that of "Lic." stays */
			if (part.len && ends_abbreviation(part))
				vec_push(names, value_plain(arena, part));
			else
				add_name(arena, names, part);
		}
	}
}

/* ---- contacts ---- */

static bool starts_folded_word(struct str text, size_t at, const char *word)
{
	size_t i = 0;

	for (; word[i]; i++)
		if (at + i >= text.len || (char)(text.ptr[at + i] | 0x20) != word[i])
			return false;
	return at + i >= text.len || !piece_is_word_byte((char)(text.ptr[at + i] | 0x20));
}

/* True when a telephone begins at AT: a figure, "(", "+", "Tel." */
static bool phone_begins(struct str text, size_t at)
{
	if (at >= text.len || (at && text.ptr[at - 1] != ' ' && text.ptr[at - 1] != '\n'))
		return false;
	if (char_is_digit(text.ptr[at]) || text.ptr[at] == '+')
		return true;
	if (text.ptr[at] == '(' && at + 1 < text.len && char_is_digit(text.ptr[at + 1]))
		return true;
	return starts_folded_word(text, at, "ext");
}

/*
 * Where the telephone that begins at AT ends: figures and signs, "ext." and
 * its like, and behind those words of small letters ("línea directa"). A word
 * with a capital begins the next name.
 */
static size_t phone_end(struct str text, size_t at)
{
	size_t end = at;
	bool extension = false;

	while (at < text.len && text.ptr[at] != '\n') {
		size_t word = at, behind;

		while (word < text.len && text.ptr[word] == ' ')
			word++;
		behind = word;
		while (behind < text.len && text.ptr[behind] != ' ' && text.ptr[behind] != '\n')
			behind++;
		if (behind == word)
			break;
		if (piece_letter(text, word, &(size_t){ 0 }) && word != end)
			break;
		if (starts_folded_word(text, word, "ext") || starts_folded_word(text, word, "extension") ||
		    starts_folded_word(text, word, "tel") || starts_folded_word(text, word, "cel"))
			extension = true;
		else if (piece_is_upper(text, word) ||
			 (!(char_is_digit(text.ptr[word]) || strchr("()+-.,/#", text.ptr[word])) &&
			  !extension && !starts_folded_word(text, word, "y")))
			break;
		if (str_find_char(str_slice(text, word, behind - word), '@') != (size_t)-1)
			break;
		end = at = behind;
	}
	return end;
}

static struct contact *open_contact(struct contact_list *contacts)
{
	struct contact fresh = { 0 };

	vec_push(contacts, fresh);
	return &contacts->at[contacts->count - 1];
}

/* The name in TEXT[from..to), without what stands around it. */
static struct str clean_name(struct arena *arena, struct str text, size_t from, size_t to)
{
	struct str name = value_plain(arena, str_slice(text, from, to - from));

	while (name.len && strchr(":.,;- ", name.ptr[name.len - 1]))
		name.len--;
	while (name.len && strchr(":,;-. ", name.ptr[0]))
		name = str_slice(name, 1, (size_t)-1);
	return name;
}

static bool has_letters(struct str name)
{
	for (size_t i = 0; i < name.len; i++)
		if (piece_is_word_byte((char)(name.ptr[i] | 0x20)) && !char_is_digit(name.ptr[i]))
			return true;
	return false;
}

/* A page that hides addresses from robots prints this in their place. */
static size_t hidden_address(struct str text, size_t at)
{
	static const char *const shapes[] = { "[email protected]", "[email protegido]", "[correo protegido]" };

	for (size_t i = 0; i < sizeof shapes / sizeof shapes[0]; i++)
		if (str_starts(str_slice(text, at, (size_t)-1), str_from(shapes[i])))
			return strlen(shapes[i]);
	return 0;
}

/*
 * What names a field and no person, at AT: "Correo electrónico:", "Tel.", "Teléfono
 * (con clave lada):". Returns how long it is, or 0.
 */
static size_t field_words(struct str text, size_t at)
{
	static const char *const words[] = {
		"correo electrónico", "correo electronico", "correos electrónicos", "correo", "e-mail", "email", "mail",
		"teléfonos", "telefonos", "teléfono", "telefono", "tels", "tel", "celular", "cel",
	};
	size_t end = at, close;

	for (size_t i = 0; i < sizeof words / sizeof words[0] && end == at; i++) {
		struct str here = str_slice(text, at, strlen(words[i]));
		bool same = here.len == strlen(words[i]);

		for (size_t k = 0; same && k < here.len; k++)
			same = (here.ptr[k] | 0x20) == (words[i][k] | 0x20);
		if (same && (at + here.len == text.len || !piece_is_word_byte((char)(text.ptr[at + here.len] | 0x20))))
			end = at + here.len;
	}
	if (end == at)
		return 0;
	close = str_find_char(str_slice(text, end, 30), ')');
	if (str_starts(str_slice(text, end, 30), STR(" (")) && close != (size_t)-1 && piece_is_word_byte((char)(text.ptr[end + 2] | 0x20)) &&
	    !char_is_digit(text.ptr[end + 2]))
		end += close + 1;
	while (end < text.len && strchr(".: ", text.ptr[end]))
		end++;
	return end - at;
}

size_t contact_start(struct str text)
{
	for (size_t i = 0; i < text.len; i++) {
		size_t start, end, digits = 0;
		bool broken;

		if (text.ptr[i] == '@' && address_around(text, i, &start, &end, &broken))
			return start;
		if (i && text.ptr[i - 1] != ' ' && text.ptr[i - 1] != '\n' && !piece_is_mark(text.ptr[i - 1]))
			continue;
		if (field_words(text, i) || hidden_address(text, i))
			return i;
		if (!phone_begins(text, i))
			continue;
		end = phone_end(text, i);
		for (size_t k = i; k < end; k++)
			digits += char_is_digit(text.ptr[k]);
		if (digits >= 7)
			return i;
	}
	return text.len;
}

struct walk {
	struct arena *arena;
	struct contact_list *contacts;
	struct contact *open;
	struct str text;
	size_t name_start;
	char letter;
};

/* What stands between the last thing read and AT is a name, or nothing. */
static void take_name(struct walk *walk, size_t at)
{
	struct str name = clean_name(walk->arena, walk->text, walk->name_start, at);

	if (!has_letters(name))
		return;
	walk->open = open_contact(walk->contacts);
	walk->open->name = name;
	walk->open->letter = walk->letter;
	walk->open->where = piece_trim(str_slice(walk->text, walk->name_start, at - walk->name_start));
}

static void take_email(struct walk *walk, struct str address, bool broken)
{
	if (!walk->open || walk->open->email.len || walk->open->hidden) {
		walk->open = open_contact(walk->contacts);
		walk->open->letter = walk->letter;
		walk->open->where = address;
	}
	walk->open->email = address;
	walk->open->broken = broken;
}

static void take_phone(struct walk *walk, size_t from, size_t to)
{
	struct str phone = value_plain(walk->arena, str_slice(walk->text, from, to - from));

	while (phone.len && strchr(",;-", phone.ptr[phone.len - 1]))
		phone.len--;
	if (!walk->open || walk->open->phone.len)
		return;
	walk->open->phone = phone;
}

/* Step over a line end: a name that stands alone on its line is whole. */
static void end_line(struct walk *walk, size_t at)
{
	bool paragraph = at + 1 < walk->text.len && walk->text.ptr[at + 1] == '\n';

	/* a name may be wrapped; it is whole at an empty line, or where an address,
	   a telephone or a letter follows */
	if (paragraph)
		take_name(walk, at);
	if (paragraph)
		walk->name_start = at;
}

void contacts_read(struct arena *arena, struct str text, struct contact_list *contacts)
{
	struct walk walk = { .arena = arena, .contacts = contacts, .text = text };
	size_t i = 0;

	if (contacts->count) {
		walk.open = &contacts->at[contacts->count - 1];
		walk.letter = walk.open->letter;
	}
	while (i < text.len) {
		size_t start, end, behind, length;
		bool broken, word = i == 0 || text.ptr[i - 1] == ' ' || text.ptr[i - 1] == '\n' ||
				    piece_is_mark(text.ptr[i - 1]);
		char letter = word ? piece_letter(text, i, &behind) : 0;

		if (letter && (i == 0 || text.ptr[i - 1] != ' ' || piece_is_upper(text, behind))) {
			take_name(&walk, i);
			walk.letter = letter;
			walk.open = NULL;
			walk.name_start = i = behind;
			continue;
		}
		if (text.ptr[i] == '@' && address_around(text, i, &start, &end, &broken) && start >= walk.name_start) {
			take_name(&walk, start);
			take_email(&walk, str_slice(text, start, end - start), broken);
			walk.name_start = i = end;
			continue;
		}
		length = text.ptr[i] == '[' ? hidden_address(text, i) : 0;
		if (length) {
			take_name(&walk, i);
			if (walk.open)
				walk.open->hidden = true;
			walk.name_start = i += length;
			continue;
		}
		length = word ? field_words(text, i) : 0;
		if (length) {
			take_name(&walk, i);
			walk.name_start = i += length;
			continue;
		}
		if (word && phone_begins(text, i)) {
			size_t at = str_find_char(str_slice(text, i, 80), '@');
			size_t space = str_find_char(str_slice(text, i, 80), ' ');

			/* "2801@x" is no telephone */
			if (at == (size_t)-1 || (space != (size_t)-1 && space < at)) {
				end = phone_end(text, i);
				if (end > i) {
					take_name(&walk, i);
					take_phone(&walk, i, end);
					walk.name_start = i = end;
					continue;
				}
			}
		}
		if (text.ptr[i] == '\n')
			end_line(&walk, i);
		i++;
	}
	take_name(&walk, text.len);
}

/* ---- lists by letter ---- */

static void add_lettered(struct arena *arena, struct lettered_list *list, char letter, struct str piece)
{
	struct lettered one = { letter, value_plain(arena, piece), piece_trim(piece) };

	while (one.text.len && strchr(";,- ", one.text.ptr[one.text.len - 1]))
		one.text.len--;
	while (one.text.len && strchr("-*;, ", one.text.ptr[0]))
		one.text = str_slice(one.text, 1, (size_t)-1);
	if (str_starts(one.text, STR("•")))
		one.text = str_trim(str_slice(one.text, 3, (size_t)-1));
	if (has_letters(one.text))
		vec_push(list, one);
}

static bool has_letter_marks(struct str text)
{
	size_t behind;

	for (size_t i = 0; i < text.len; i++)
		if ((i == 0 || text.ptr[i - 1] == '\n') && piece_letter(text, i, &behind))
			return true;
	return false;
}

void lettered_read(struct arena *arena, struct str text, struct lettered_list *list)
{
	bool marks = has_letter_marks(text);
	char letter = 0;
	size_t start = 0, behind;

	for (size_t i = 0; i < text.len; i++) {
		bool line = i == 0 || text.ptr[i - 1] == '\n';
		char found = marks && (line || text.ptr[i - 1] == ' ') ? piece_letter(text, i, &behind) : 0;

		if (found && (line || (piece_is_upper(text, behind) && found == letter + 1))) {
			add_lettered(arena, list, letter, str_slice(text, start, i - start));
			letter = found;
			start = behind;
			i = behind - 1;
		} else if (line && i > start && (!marks || (i > 1 && text.ptr[i - 2] == '\n'))) {
			add_lettered(arena, list, letter, str_slice(text, start, i - start));
			start = i;
			letter = 0;
		} else if (text.ptr[i] == ';' && !marks) {
			add_lettered(arena, list, letter, str_slice(text, start, i - start));
			start = i + 1;
		}
	}
	add_lettered(arena, list, letter, str_slice(text, start, (size_t)-1));
}
