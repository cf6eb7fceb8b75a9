/*
 * Busca en el índice que hizo «diafano build», sin servidor: cada parte del índice es un guion de
 * datos/buscar/ que llama a buscar_parte(). Lo que se escribe no sale de la máquina.
 *
 * De arriba abajo: palabras, bytes, partes, consulta, resultados, página. Todo texto entra en la página como
 * texto (textContent), nunca como HTML.
 */
(function () {
	'use strict';

	/* --- Palabras: las mismas reglas de search_word.h. */

	var WORD = /[0-9]{1,3}(?:,[0-9]{3}(?![0-9]))+(?:\.[0-9]+)*|[0-9]+(?:\.[0-9]+)*|\p{L}[\p{L}\p{M}\p{N}\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]*/gu;
	var UNSEEN = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]/g;
	var LONGEST = 40;

	function clean(word) {
		if (/^[0-9]/.test(word))
			return word.replace(/,/g, '').replace(/\.[0.]*$/, '').slice(0, LONGEST);
		word = word.replace(UNSEEN, '').normalize('NFC').toLowerCase();
		return word.length > LONGEST ? Array.from(word).slice(0, LONGEST).join('') : word;
	}

	function fold(word) {
		return word.normalize('NFD').replace(/\p{Mn}/gu, '');
	}

	/* [{word, start, end}] de un texto. */
	function wordsOf(text) {
		var found = [], match;
		WORD.lastIndex = 0;
		while ((match = WORD.exec(text)))
			found.push({ word: clean(match[0]), start: match.index, end: WORD.lastIndex });
		return found.filter(function (one) { return one.word; });
	}

	/* Cuántas letras hay que cambiar, o más que limit. */
	function distance(a, b, limit) {
		if (Math.abs(a.length - b.length) > limit)
			return limit + 1;
		var before = [], last = [], row, i, j;
		for (j = 0; j <= b.length; j++)
			last.push(j);
		for (i = 1; i <= a.length; i++) {
			row = [i];
			for (j = 1; j <= b.length; j++) {
				row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
				if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
					row[j] = Math.min(row[j], before[j - 2] + 1);
			}
			before = last;
			last = row;
		}
		return last[b.length];
	}

	/* --- Bytes. */

	function bytesOf(base64) {
		var text = atob(base64), bytes = new Uint8Array(text.length);
		for (var i = 0; i < text.length; i++)
			bytes[i] = text.charCodeAt(i);
		return bytes;
	}

	function textOf(bytes) {
		return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
	}

	/* Números de siete bits por byte. */
	function Reader(bytes) {
		this.bytes = bytes;
		this.at = 0;
	}

	Reader.prototype.next = function () {
		var number = 0, shift = 1, byte;
		do {
			byte = this.bytes[this.at++];
			number += (byte & 127) * shift;
			shift *= 128;
		} while (byte > 127);
		return number;
	};

	/* Cifras de base 123: search_pack.h. */
	var FOURTEEN = 6936;
	function unpack(text) {
		var bytes = new Uint8Array(Math.floor(text.length * 7 / 8)), at = 0, held = 0, count = 0, i, number;
		function digit123(i) {
			var code = text[i];
			return code - 1 - (code > 13 ? 1 : 0) - (code > 92 ? 1 : 0) - (code > 96 ? 1 : 0) - (code > 123 ? 1 : 0);
		}
		for (i = 0; i + 1 < text.length; i += 2) {
			number = digit123(i) + digit123(i + 1) * 123;
			held |= number << count;
			count += (number & 8191) > FOURTEEN ? 13 : 14;
			for (; count >= 8; count -= 8, held >>>= 8)
				bytes[at++] = held & 255;
		}
		return bytes.subarray(0, at);
	}

	function isPacked(bytes) {
		return bytes.length % 2 === 0 && bytes.every(function (code) { return code > 0 && code < 128 && code !== 13 && code !== 92 && code !== 96 && code !== 123; });
	}

	/* Números de tantos bits como hagan falta: search_pack.h. */
	function Bits(bytes) {
		this.bytes = bytes;
		this.at = 0;
	}

	Bits.prototype.take = function (count) {
		var number = 0;
		if (this.at + count > this.bytes.length * 8)
			throw new Error('bits');
		for (; count > 0; count--, this.at++)
			number = number * 2 + (this.bytes[this.at >> 3] >> (7 - (this.at & 7)) & 1);
		return number;
	};

	Bits.prototype.gamma = function () {
		var length = 0;
		while (!this.take(1))
			length++;
		return Math.pow(2, length) + this.take(length);
	};

	Bits.prototype.rice = function (low) {
		var ones = 0;
		while (ones < 15 && this.take(1))
			ones++;
		return ones === 15 ? this.take(32) : ones * Math.pow(2, low) + this.take(low);
	};

	/* one: {sum, count} de los números anteriores. */
	Bits.prototype.adaptive = function (one) {
		var low = 0, number;
		while (low < 16 && one.count * Math.pow(2, low) < one.sum)
			low++;
		number = this.rice(low);
		one.sum += Math.min(number, 1 << 24);
		one.count++;
		if (one.count === 32) {
			one.sum = Math.floor(one.sum / 2);
			one.count = 16;
		}
		return number;
	};

	/* --- Partes. Un archivo del índice es un guion que da una sola cadena. De un servidor se pide de él sólo lo que
	   hace falta («Range»); de una carpeta, o si el servidor no sabe o la página no debe, el guion entero. Un lugar
	   del archivo es el mismo lugar de la cadena, contado en bytes: search_text.h. Lo que falla se puede volver a pedir. */

	var place = document.getElementById('p_buscador');
	var parts = {}, asked = {}, missing = 0, onMissing = function () {};
	var ranges = Boolean(window.fetch) && /^https?:$/.test(location.protocol);
	var held = {};		/* de cada archivo: [{from, bytes}] */

	window.buscar_parte = function (name, data) {
		parts[name] = data;
	};

	/* Para las pruebas, que leen las palabras de un texto fuera de toda página. */
	window.buscar_parte.palabras = function (text) {
		return wordsOf(text).map(function (one) { return one.word; });
	};

	/* Lo que start() promete, una vez para quienes lo pidan mientras llega. */
	function once(key, start) {
		if (asked[key])
			return asked[key];
		missing++;
		onMissing();
		function done() {
			missing--;
			delete asked[key];
			onMissing();
		}
		asked[key] = start().then(function (data) {
			done();
			return data;
		}, function (wrong) {
			done();
			throw wrong;
		});
		return asked[key];
	}

	/* Los datos de un guion. Con fresh se pide de nuevo, también a quien guarde copia. */
	function ask(name, fresh) {
		if (name in parts)
			return Promise.resolve(parts[name]);
		return once(name, function () {
			return new Promise(function (resolve, reject) {
				var script = document.createElement('script');
				script.onload = script.onerror = function () {
					script.remove();
					if (name in parts)
						resolve(parts[name]);
					else
						reject(new Error(name));
				};
				script.src = place.dataset.partes + name + '.js' + (fresh ? '?' + Date.now() : '');
				document.head.appendChild(script);
			});
		});
	}

	function askAll(names) {
		return Promise.all(names.map(function (name) { return ask(name); }));
	}

	function remember(name, from, bytes) {
		(held[name] = held[name] || []).push({ from: from, bytes: bytes });
		return bytes;
	}

	function heldOf(name, from, to) {
		var found = null;
		(held[name] || []).forEach(function (one) {
			if (one.from <= from && to <= one.from + one.bytes.length)
				found = one.bytes.subarray(from - one.from, to - one.from);
		});
		return found;
	}

	/* Los bytes del guion entero; del archivo se quita lo que rodea a la cadena. */
	function whole(name, from, to, good) {
		return ask(name).then(function (text) {
			delete parts[name];
			return wholeIs(name, new TextEncoder().encode(text), from, to, good);
		});
	}

	function wholeIs(name, bytes, from, to, good) {
		if (to > bytes.length || !good(bytes.subarray(from, to)))
			throw new Error(name);
		held[name] = [{ from: 0, bytes: bytes }];
		return bytes.subarray(from, to);
	}

	function startsWith(bytes, text) {
		for (var i = 0; i < text.length; i++)
			if (bytes[i] !== text.charCodeAt(i))
				return false;
		return true;
	}

	/* Los bytes from..to - 1 por «Range». Falla con lo que no sea justo eso. */
	function fetchRange(name, from, to, good) {
		var head = 'buscar_parte("' + name + '",`', first = head.length + from, last = head.length + to - 1;
		/* no-store: un navegador pide una por una las partes de lo que guarda. */
		return fetch(place.dataset.partes + name + '.js', { headers: { Range: 'bytes=' + first + '-' + last }, cache: 'no-store' }).then(function (answer) {
			var given = /^bytes (\d+)-(\d+)\//.exec(answer.headers.get('content-range') || '');
			if (answer.status === 206 && (!given || +given[1] !== first || +given[2] !== last || answer.headers.get('content-encoding')))
				throw new Error(name);
			if (answer.status !== 206 && answer.status !== 200)
				throw new Error(name);
			return answer.arrayBuffer().then(function (buffer) {
				var bytes = new Uint8Array(buffer);
				if (answer.status === 200) {
					/* No sabe de partes, y dio todo: se toma, y en adelante se piden guiones, que llegan comprimidos. */
					ranges = false;
					if (!startsWith(bytes, head))
						throw new Error(name);
					return wholeIs(name, bytes.subarray(head.length, bytes.length - 4), from, to, good);
				}
				if (bytes.length !== to - from || !good(bytes))
					throw new Error(name);
				return remember(name, from, bytes);
			});
		});
	}

	/* Los bytes from..to - 1 de un archivo; good(bytes) dice si son lo que se espera. */
	function slice(name, from, to, good) {
		var found = heldOf(name, from, to);
		if (found)
			return Promise.resolve(found);
		return once(name + ':' + from + '-' + to, function () {
			if (!ranges)
				return whole(name, from, to, good);
			return fetchRange(name, from, to, good).catch(function () {
				/* Si el guion sí llega, era la manera de pedir. */
				return whole(name, from, to, good).then(function (bytes) {
					ranges = false;
					return bytes;
				});
			});
		});
	}

	/* --- El índice. */

	var root, keys, blocks, stops, common, acronyms, isCommon, middling;
	var FACETS = ['fondo', 'ejercicio', 'ente'];
	var LAZY = { unidad: 'unidades', evaluador: 'evaluadores' };	/* pesan: se piden al abrir su faceta */
	var PLACE_BITS = 7, SPREAD_BITS = 4, UNIT = 8;

	function openRoot(data) {
		root = data;
		keys = [];
		blocks = [];
		data.partes.forEach(function (part) {
			var last = '', at = 0, sizes = part[2].split(' ');
			part[1].split(' ').forEach(function (key, i) {
				var size = /^([0-9a-z]+)(?:\+([0-9a-z]+))?$/.exec(sizes[i]);
				var one = { name: part[0], at: at, size: parseInt(size[1], 36), rest: parseInt(size[2] || '0', 36), forms: null, deep: false };
				at += one.size + one.rest;
				last = last.slice(0, parseInt(key[0], 36)) + key.slice(1);
				keys.push(last);
				blocks.push(one);
			});
		});
		stops = new Set(data.vacias.split(' '));
		common = [];
		data.comunes.split(' ').forEach(function (word, i, all) {
			if (i % 2 === 0 && word)
				common.push({ text: word, folded: fold(word), items: +all[i + 1] });
		});
		isCommon = new Set(common.map(function (one) { return one.folded; }));
		middling = readMiddling(data.medianas);
		acronyms = new Map();
		data.siglas.forEach(function (line) {
			var all = Array.from(new Set(line.split(' ').map(fold)));
			all.forEach(function (word) { acronyms.set(word, all); });
		});
	}

	/* De 0 a below - 1, lo mismo que word_hash() de search_index.c. */
	function wordHash(word, below) {
		var hash = 0x811c9dc5;
		new TextEncoder().encode(word).forEach(function (byte) { hash = Math.imul(hash ^ byte, 16777619); });
		hash = Math.imul(hash ^ hash >>> 16, 0x85ebca6b);
		return Math.floor(((hash ^ hash >>> 13) >>> 0) * below / 4294967296);
	}

	/* Las palabras que no son raras ni tienen nada aparte, por lo que dan: index_put_middling(). */
	function readMiddling(data) {
		var bits = new Bits(bytesOf(data[1])), found = new Set(), last = 0;
		for (var i = 0; i < data[0]; i++) {
			last += bits.rice(SPREAD_BITS);
			found.add(last);
		}
		return found;
	}

	function isMiddling(word) {
		return middling.has(wordHash(word, root.medianas[0] << SPREAD_BITS));
	}

	/* El lugar del bloque que tendría la palabra. */
	function blockOf(word) {
		var low = 0, high = keys.length - 1;
		while (low < high) {
			var middle = (low + high + 1) >> 1;
			if (keys[middle] <= word)
				low = middle;
			else
				high = middle - 1;
		}
		return low;
	}

	/* Los bloques de una palabra y, si puede ir a medias, los de las que empiezan así: el que sigue y, si no es ella misma una
	   palabra común, los de las dos más comunes. */
	function blocksOf(word, open) {
		if (!keys.length)
			return [];
		var first = blockOf(word), found = [first];
		if (!open || word.length < 2)
			return found;
		if (first + 1 < keys.length && keys[first + 1].indexOf(word) === 0)
			found.push(first + 1);
		if (!isCommon.has(word))
			common.filter(function (one) { return one.folded.indexOf(word) === 0; }).slice(0, 2).forEach(function (one) {
				if (found.indexOf(blockOf(one.folded)) < 0)
					found.push(blockOf(one.folded));
			});
		return found;
	}

	/* Cuántos bits de una distancia entre documentos van tal cual: gap_bits() de search_index.c. */
	function gapBits(documents) {
		var most = 0, bits = 0;
		while (most < 24 && (root.entradas + root.evaluaciones) >> most)
			most++;
		while (bits < most && documents >> bits)
			bits++;
		return most - bits;
	}

	/* Lo que es un elemento además de su lugar: search_index.h. */
	function readSort(bits, sorts) {
		var at = sorts.length ? bits.gamma() - 1 : 0, one;
		if (at > sorts.length)
			throw new Error('bits');
		if (at === sorts.length) {
			sorts.push({ sort: bits.take(10), told: 1 });
			return sorts[at].sort;
		}
		one = sorts[at];
		one.told++;
		for (; at > 0 && one.told > sorts[at - 1].told; at--)
			sorts[at] = sorts[at - 1];
		sorts[at] = one;
		return one.sort;
	}

	/* Agrega a list [documento, código, peso...]; del código, sus últimos cuatro bits son la clase, los dos de antes dicen cuánto
	   mide su renglón, y lo demás es su lugar. */
	function readList(bits, list) {
		var documents = bits.gamma() - 1, low = gapBits(documents), item = -1, sorts = [], kinds = [], following = { sum: 1 << PLACE_BITS, count: 1 };
		for (; documents > 0; documents--) {
			var at = -1, more, sort, kind, far;
			item += bits.rice(low) + 1;
			do {
				more = bits.take(1);
				sort = readSort(bits, sorts);
				kind = sort >> 4 & 15;
				if (at >= 0)
					at += bits.adaptive(following) + 1;
				else if (kinds[kind]) {
					far = bits.adaptive(kinds[kind]);
					at = kinds[kind].at + (far % 2 ? -(far + 1) / 2 : far / 2);
				} else
					at = bits.rice(PLACE_BITS);
				kinds[kind] = kinds[kind] || { sum: 1 << PLACE_BITS, count: 1 };
				kinds[kind].at = at;
				list.push(item, (at * 4 + (sort >> 8)) * 16 + kind, (sort & 15) / 15);
			} while (more);
		}
	}

	/* [{text, folded, group, items, list}] de los bytes de un bloque. */
	function readBlock(bytes) {
		var tab = bytes.indexOf(9), last = '', forms = [], bits = new Bits(unpack(bytes.subarray(tab + 1)));
		textOf(bytes.subarray(0, tab)).split('\n').forEach(function (line, group) {
			line.split(' ').forEach(function (piece) {
				last = last.slice(0, parseInt(piece[0], 36)) + piece.slice(1);
				forms.push({ text: last, folded: fold(last), group: group, items: 0, list: [] });
			});
		});
		forms.forEach(function (form) {
			form.items = bits.gamma();
			readList(bits, form.list);
		});
		return forms;
	}

	function isBlock(key, bytes) {
		try {
			return readBlock(bytes)[0].folded.indexOf(key) === 0;
		} catch (wrong) {
			return false;
		}
	}

	/* Lee el bloque y, con deep, lo que de sus palabras comunes va aparte. */
	function loadBlock(number, deep) {
		var block = blocks[number], end = block.at + block.size, wanted = [];
		if (!block.forms)
			wanted.push(slice(block.name, block.at, end, isBlock.bind(null, keys[number])).then(function (bytes) {
				block.forms = block.forms || readBlock(bytes);
			}));
		if (deep && block.rest && !block.deep)
			wanted.push(slice(block.name, end, end + block.rest, isPacked));
		return Promise.all(wanted).then(function (done) {
			if (!deep || !block.rest || block.deep)
				return;
			var bits = new Bits(unpack(done[done.length - 1]));
			block.deep = true;
			block.forms.forEach(function (form) {
				if (form.items > root.primeros)
					readList(bits, form.list);
			});
		});
	}

	/* Llama a take(documento, código, peso) por cada elemento de la forma; dice cuántos son. */
	function eachItem(form, take) {
		for (var i = 0; i < form.list.length; i += 3)
			take(form.list[i], form.list[i + 1], form.list[i + 2]);
		return form.list.length / 3;
	}

	/* --- La consulta. */

	var WORDS_MAX = 12;
	var CHEAP = 1000;	/* bytes que no vale la pena ahorrar */

	/* {terms: [{word, folded, open, no, exact}], phrases: [[folded...]], ignored} */
	function parse(text) {
		var query = { terms: [], phrases: [], ignored: [], cut: false };
		/* Lo que no es texto bien formado (medio par sustituto) no se busca. */
		text = text.slice(0, 300).replace(/[\ud800-\udbff](?![\udc00-\udfff])|(^|[^\ud800-\udbff])[\udc00-\udfff]/g, '$1 ');
		text = text.replace(/[«»“”„]/g, '"');
		var pieces = text.match(/-?"[^"]*"?|[^\s"]+/g) || [];
		var ends = /[\s"]$/.test(text);

		function add(found, no, exact, open) {
			found.forEach(function (one, i) {
				if (stops.has(one.word)) {
					if (!exact && !no)
						query.ignored.push(one.word);
					return;
				}
				if (query.terms.length >= WORDS_MAX) {
					query.cut = true;
					return;
				}
				query.terms.push({ word: one.word, folded: fold(one.word), no: no, exact: exact,
						   open: open && i === found.length - 1 });
			});
		}

		pieces.forEach(function (piece, i) {
			var no = piece[0] === '-' && piece.length > 1, body = no ? piece.slice(1) : piece;
			var found = wordsOf(body), last = i === pieces.length - 1 && !ends;
			if (!found.length)
				return;
			if (body[0] === '"') {
				if (!no)
					add(found, false, true, false);
				if (found.length > 1 || no)
					query.phrases.push({ no: no, words: found.map(function (one) { return fold(one.word); }) });
				return;
			}
			/* «FISM-DF» es también una sola palabra. */
			if (/^\p{L}+-\p{L}+$/u.test(body) && found.length === 2)
				found = [{ word: found[0].word + found[1].word, parts: found }];
			add(found, no, false, last && !no);
			if (found[0].parts)
				query.terms[query.terms.length - 1].parts = found[0].parts;
		});
		return query;
	}

	function allOf(term) {
		return term.exact ? [term.folded] : acronyms.get(term.folded) || [term.folded];
	}

	/* Los bloques en que puede estar un término; con near, también el de la palabra común a la que le cambia una letra. */
	function blocksFor(term, near) {
		var found = new Set();
		allOf(term).concat((term.parts || []).map(function (one) { return fold(one.word); })).forEach(function (word) {
			blocksOf(word, term.open).forEach(function (number) { found.add(number); });
		});
		if (near && !term.no && !term.exact && term.folded.length > 4 && !/^[0-9]/.test(term.folded) && !isCommon.has(term.folded)) {
			near = common.filter(function (one) { return distance(term.folded, one.folded, 1) < 2; })[0];
			if (near && keys.length)
				found.add(blockOf(near.folded));
		}
		return Array.from(found);
	}

	/* Si un término da tan poco que le basta con lo mejor de los demás. De lo que va a medias sólo se sabe por cómo empieza. */
	function isRare(term, all) {
		if (term.open && (term.folded.length < 5 || common.some(function (one) { return one.folded.indexOf(term.folded) === 0; })))
			return false;
		return all.every(function (number) { return !blocks[number].rest; }) &&
			!allOf(term).concat((term.parts || []).map(function (one) { return fold(one.word); })).some(isMiddling);
	}

	/* Si de las palabras comunes hace falta todo: cuando es poco, cuando algo se va a contar o a recorrer, y cuando todas
	   son más o menos comunes. A una palabra rara le basta con lo primero de las otras. */
	function isDeep(query) {
		var rest = 0, rare = 0, terms = query.terms.filter(function (term) { return !term.no; });
		terms.forEach(function (term) {
			var all = blocksFor(term, false);
			all.forEach(function (number) { rest += blocks[number].rest; });
			rare += isRare(term, all) ? 1 : 0;
		});
		return rest <= CHEAP || (terms.length > 1 && !rare);
	}

	function loadFor(query) {
		var found = new Set();
		query.terms.forEach(function (term) {
			blocksFor(term, true).forEach(function (number) { found.add(number); });
		});
		return Promise.all(Array.from(found).map(function (number) { return loadBlock(number, query.deep); }));
	}

	/* Las formas que responden a la palabra, con lo que vale cada una: [[forma, peso]]. */
	function formsOf(term) {
		var found = [], taken = new Set();

		function take(form, weight) {
			if (!taken.has(form)) {
				taken.add(form);
				found.push([form, weight]);
			}
		}
		allOf(term).forEach(function (word, i) {
			var base = i && word !== term.folded || word !== term.folded ? 0.85 : 1;
			blocksOf(word, false).forEach(function (number) {
				var forms = blocks[number].forms || [], groups = new Set();
				forms.forEach(function (form) {
					if (form.folded !== word)
						return;
					take(form, form.text === term.word ? 1 : base * 0.95);
					groups.add(form.group);
				});
				if (!term.exact)
					forms.forEach(function (form) {
						if (groups.has(form.group))
							take(form, base * 0.8);
					});
			});
		});
		if (term.open && term.folded.length > 1) {
			var more = [];
			blocksOf(term.folded, true).forEach(function (number) {
				(blocks[number].forms || []).forEach(function (form) {
					if (form.folded.indexOf(term.folded) === 0 && !taken.has(form))
						more.push(form);
				});
			});
			more.sort(function (a, b) { return b.items - a.items; });
			more.slice(0, 40).forEach(function (form) { take(form, found.length ? 0.4 : 0.6); });
		}
		return found;
	}

	/* La palabra del sitio que más se parece a una que no está, o null. */
	function nearest(folded) {
		var limit = folded.length > 7 ? 2 : folded.length > 3 ? 1 : 0, best = null, least = limit + 1;
		if (!limit || /^[0-9]/.test(folded))
			return null;
		function consider(form) {
			var far = distance(folded, form.folded, limit);
			if (far < least || (far === least && far <= limit && best && form.items > best.items)) {
				least = far;
				best = form;
			}
		}
		blocksOf(folded, false).forEach(function (number) { (blocks[number].forms || []).forEach(consider); });
		common.forEach(consider);
		return best && best.text;
	}

	/* Las secciones del formato que llevan ese nombre: «hallazgo», «recomendaciones». */
	function sectionsOf(term) {
		var found = new Set();
		root.secciones.forEach(function (section, i) {
			if (term.folded.length > 4 && wordsOf(section[2] + ' ' + section[3]).some(function (one) {
				return fold(one.word) === term.folded;
			}))
				found.add(i + 1);
		});
		return found;
	}

	/* Lo que un término da: por documento, cuánto pesa su encabezado y cada elemento. */
	function lookUp(term) {
		var result = { term: term, heads: new Map(), items: new Map(), cut: 0, listed: 0, idf: 0, forms: formsOf(term),
			       kinds: sectionsOf(term) };
		var total = 0;
		result.forms.forEach(function (pair) {
			var listed = eachItem(pair[0], function (item, code, impact) {
				var weight = impact * pair[1], list;
				if (code % 16 === 0) {
					wholes.set(item, code);
					if (weight > (result.heads.get(item) || 0))
						result.heads.set(item, weight);
					return;
				}
				list = result.items.get(item);
				if (!list)
					result.items.set(item, list = new Map());
				if (weight > (list.get(code) || 0))
					list.set(code, weight);
			});
			total += pair[0].items;
			result.listed += listed;
			if (listed < pair[0].items)
				result.cut += pair[0].items - listed;
		});
		total = Math.min(total, root.elementos);
		result.total = total;
		result.idf = Math.log(1 + (root.elementos - total + 0.5) / (total + 0.5));
		return result;
	}

	/* --- Facetas. */

	var columns, units, evaluators, textSizes, usualSize, textNames;

	function columnOf(text) {
		var reader = new Reader(bytesOf(text)), values = [], end = reader.bytes.length;
		while (reader.at < end) {
			var value = reader.next(), count = value & 1 ? reader.next() + 1 : 1;
			while (count-- && values.length < root.evaluaciones)
				values.push(value >> 1);
		}
		return values;
	}

	/* Lo que vino con las primeras palabras: las columnas, cuánto mide el texto de cada documento, las frases. */
	function openColumns() {
		if (columns)
			return;
		var data = parts[root.columnas], bits = new Bits(bytesOf(data[FACETS.length])), low = bits.take(5);
		columns = data.slice(0, FACETS.length).map(columnOf);
		textSizes = [];
		while (textSizes.length < root.entradas + root.evaluaciones)
			textSizes.push(bits.rice(low) * UNIT);
		phrases = new TextEncoder().encode(parts[root.frases]);
		textNames = [root.fichas.split(' '), root.textos.split(' ')];
		usualSize = textSizes.slice(root.entradas).reduce(function (sum, size) { return sum + size; }, 0) / (root.evaluaciones || 1) || 1;
	}

	function has(facet) {
		return root && root[LAZY[facet]] in parts;
	}

	function openLazy() {
		if (has('evaluador'))
			evaluators = evaluators || columnOf(parts[root.evaluadores].columna);
		if (units || !has('unidad'))
			return;
		var reader = new Reader(bytesOf(parts[root.unidades].columna));
		units = [];
		for (var i = 0; i < root.evaluaciones; i++) {
			var list = [];
			for (var count = reader.next(); count > 0; count--)
				list.push(reader.next() - 1);
			units.push(list);
		}
	}

	/* Los valores de la faceta que tiene un documento, como lugares de su lista. */
	function valuesOf(facet, item) {
		var number = item - root.entradas, value;
		if (number < 0)
			return [];
		if (facet === 'unidad')
			return units[number];
		value = facet === 'evaluador' ? evaluators[number] : columns[FACETS.indexOf(facet)][number];
		if (!value)
			return [];
		return facet === 'fondo' ? root.juegos[value - 1] : [value - 1];
	}

	function choicesOf(facet) {
		if (facet === 'seccion')
			return root.secciones.map(function (one) { return [one[0], one[3]]; });
		return facet in LAZY ? parts[root[LAZY[facet]]][facet] : root[facet];
	}

	/* Las elegidas de una faceta, como un conjunto de lugares; null: ninguna. */
	function chosenOf(chosen, facet) {
		var wanted = chosen[facet] || [], found = new Set();
		if (!wanted.length)
			return null;
		choicesOf(facet).forEach(function (choice, i) {
			if (wanted.indexOf(choice[0]) >= 0)
				found.add(i);
		});
		return found;
	}

	function passes(sets, item, but) {
		for (var facet in sets)
			if (facet !== but && facet !== 'seccion' && sets[facet] &&
			    !valuesOf(facet, item).some(function (value) { return sets[facet].has(value); }))
				return false;
		return true;
	}

	/* --- Quién responde, y en qué orden. */

	var HEAD = 0.35;	/* lo que da a un elemento una palabra que sólo está en el encabezado de su documento */

	/* [{item, code, score, full}], los mejores primero; sin facetas. */
	function rank(found, not) {
		var terms = found.length, items = new Set(), results = [];
		found.forEach(function (one) {
			one.heads.forEach(function (_, item) { items.add(item); });
			one.items.forEach(function (_, item) { items.add(item); });
		});
		items.forEach(function (item) {
			var seen = new Map();

			/* Una palabra muy común puede estar aunque su lista, cortada, no lo diga. */
			function put(code) {
				var score = 0, has = 0, lacks = 0, known = 0;
				found.forEach(function (one, i) {
					var list = one.items.get(item), own = code ? list && list.get(code) : one.heads.get(item);
					var head = one.heads.get(item);
					if (own)
						score += one.idf * own;
					else if (code && head)
						score += one.idf * head * HEAD;
					else if (one.kinds.has(code & 15))
						score += one.idf * HEAD;
					var sure = own || (code && head) || one.kinds.has(code & 15);
					known |= sure ? 1 << i : 0;
					has += sure ? 1 : one.cut ? 0.5 : 0;
					lacks += sure || one.cut ? 0 : 1;
				});
				seen.set(code, { item: item, code: code, lacks: lacks, sum: score, known: known, score: score * Math.pow(has / terms, 3) });
			}
			if (not.some(function (one) { return one.heads.has(item); }))
				return;
			found.forEach(function (one) {
				if (one.heads.has(item) && !seen.has(0))
					put(0);
				(one.items.get(item) || new Map()).forEach(function (_, code) {
					if (!seen.has(code))
						put(code);
				});
			});
			seen.forEach(function (result, code) {
				if (!not.some(function (one) { return one.items.has(item) && one.items.get(item).has(code); }))
					results.push(result);
			});
		});
		/* Quedan los que de seguro no carecen de nada o, si todos carecen, los que de menos. */
		var least = results.reduce(function (least, result) { return Math.min(least, result.lacks); }, terms);
		results = results.filter(function (result) { return result.lacks === least; });
		results.sort(function (a, b) { return b.score - a.score || b.item - a.item || a.code - b.code; });
		return { results: results, partial: least > 0 };
	}

	/* Lo que vale un resultado cuando su texto ya dice si tiene las palabras que una lista cortada callaba; cuánto pesan, como
	   lo cuenta impact_of() de search_index.c. */
	function settled(result, row, looked) {
		/* Lo que pesa en un encabezado no lo dice su texto. */
		if (!result.code)
			return result.score;
		var times = new Map(), length = 0, sum = result.sum, has = 0, title = new Set();
		wordsOf(row.text).forEach(function (one) {
			if (!stops.has(one.word)) {
				length++;
				times.set(one.word, (times.get(one.word) || 0) + 1);
			}
		});
		wordsOf(row.title).forEach(function (one) { title.add(one.word); });
		looked.forEach(function (one, i) {
			var most = 0;
			if (result.known >> i & 1) {
				has++;
				return;
			}
			one.forms.forEach(function (pair) {
				var count = times.get(pair[0].text) || 0;
				if (count)
					most = Math.max(most, pair[1] * (Math.floor(550 * count / (44 * count + 1.2 * (22 + length))) + 1) / 15);
				else if (title.has(pair[0].text))
					most = Math.max(most, pair[1] * HEAD);
			});
			has += most ? 1 : 0;
			sum += one.idf * most;
		});
		return sum * Math.pow(has / looked.length, 3);
	}

	/* Sin palabras: todas las evaluaciones, la más nueva primero. */
	function everything() {
		var results = [];
		for (var i = root.entradas + root.evaluaciones - 1; i >= root.entradas; i--)
			results.push({ item: i, code: 0, score: 0 });
		return { results: results, partial: false };
	}

	/* --- Textos. */

	var phrases, readRows = new Map(), wholes = new Map(), LENGTHS = [4, 5, 6, 7, 8, 10, 12, 16, 20, 28, 40, 64];

	/* Una cifra de base 92: search_text.h. */
	function digit(byte) {
		return byte - 32 - (byte > 92 ? 1 : 0) - (byte > 96 ? 1 : 0) - (byte > 123 ? 1 : 0);
	}

	/* El texto de un renglón, con sus frases en su lugar. */
	function expand(bytes) {
		var out = [], i, code, from;
		for (i = 0; i < bytes.length; i++) {
			code = bytes[i];
			if (code > 27 || code === 0 || code === 9) {
				out.push(code);
				continue;
			}
			if (i + 2 >= bytes.length)
				break;
			code -= 1 + (code > 9 ? 2 : 0) + (code > 13 ? 1 : 0);
			from = Math.floor(code / 12) * 8464 + digit(bytes[i + 1]) * 92 + digit(bytes[i + 2]);
			Array.prototype.push.apply(out, phrases.subarray(from, from + LENGTHS[code % 12]));
			i += 2;
		}
		return textOf(Uint8Array.from(out)).replace(/[\x1d-\x1f]/g, function (c) { return { '\x1d': '`', '\x1e': '\\', '\x1f': '{' }[c]; });
	}

	/* {name, at, end, head} de un documento, con cuánto se pide de su encabezado: en uno que se parece menos a los demás, y
	   mide por eso más, mide más. */
	function placeOf(item) {
		var entry = item < root.entradas, number = entry ? item : item - root.entradas, per = entry ? root.por_entradas : root.por_textos;
		var file = Math.floor(number / per), at = 0, one;
		for (one = item - number % per; one < item; one++)
			at += textSizes[one];
		var more = entry ? 1 : Math.min(6, Math.max(1, textSizes[item] / usualSize));
		return { name: (entry ? 'e-' : 't-') + file + '.' + textNames[entry ? 0 : 1][file], at: at, end: at + textSizes[item],
			 head: Math.ceil(root.encabezado * more) };
	}

	/* Cuánto mide el renglón de un elemento, por su código. */
	function sizeOf(code) {
		var size = code >> 4 & 3;
		return size < 3 ? 64 << size : root.renglon;
	}

	function isHead(bytes) {
		return bytes[0] !== 10 && bytes.indexOf(0) < 0;
	}

	function isItem(bytes) {
		return bytes[0] >= 48 && bytes[0] <= 57 && bytes.indexOf(0) < 0;
	}

	function join(a, b) {
		var both = new Uint8Array(a.length + b.length);
		both.set(a);
		both.set(b, a.length);
		return both;
	}

	function isAny() {
		return true;
	}

	/* El renglón que empieza ahí; se piden count bytes, que casi siempre bastan, y si no, más: entonces llama a early(renglón)
	   con lo que hay. */
	function lineAt(name, at, end, count, good, early) {
		var read = new Uint8Array(0);
		function more(from, to) {
			return slice(name, from, to, from === at ? good : isAny).then(function (bytes) {
				var size = bytes.indexOf(10);
				read = join(read, size < 0 ? bytes : bytes.subarray(0, size));
				if (size >= 0)
					return read;
				if (to === end)
					throw new Error(name);
				if (early)
					early(read);
				return more(to, Math.min(end, to + 4 * count));
			});
		}
		return more(at, Math.min(end, at + count));
	}

	/* Los campos de un renglón: número y texto. */
	function fieldsOf(line) {
		return expand(line).split('\t');
	}

	/* Promete {path, kind, title, number, text} de un resultado. Llama a early() con lo que haya de un texto largo. */
	function readRow(result, early) {
		var key = result.item + ':' + result.code, where, head, item, at, size;
		if (readRows.has(key))
			return Promise.resolve(readRows.get(key));
		where = placeOf(result.item);
		at = where.at + Math.floor(result.code / 64) * UNIT;
		if (result.code === 0) {
			/* El elemento 0 es el segundo renglón: si lo dio una palabra, se sabe dónde está y cuánto mide. */
			at = wholes.has(result.item) ? wholes.get(result.item) : where.head * 8 + 16;
			size = Math.floor(at / 64) * UNIT + sizeOf(at);
			head = lineAt(where.name, where.at, where.end, size, isHead);
			item = head.then(function (line) {
				var next = where.at + (Math.floor(line.length / UNIT) + 1) * UNIT;
				return lineAt(where.name, next, where.end, Math.max(64, where.at + size - next), isItem);
			});
		} else {
			head = lineAt(where.name, where.at, where.end, where.head, isHead);
			item = lineAt(where.name, at, where.end, sizeOf(result.code), isItem, function (line) {
				if (early)
					head.then(function (first) { early(made(first, line, true)); });
			});
		}
		function made(first, line, cut) {
			var names = fieldsOf(first), fields = fieldsOf(line);
			return { path: names[0], kind: fold(names[1]), title: names[2], number: +fields[0],
				 text: (fields[1] || '').replace(cut ? /\s?\S*$/ : /$/, cut ? ' …' : '') };
		}
		return Promise.all([head, item]).then(function (both) {
			var row = made(both[0], both[1], false);
			readRows.set(key, row);
			return row;
		});
	}

	function holdsPhrase(words, phrase) {
		for (var i = 0; i + phrase.length <= words.length; i++)
			if (phrase.every(function (word, j) { return words[i + j] === word; }))
				return true;
		return false;
	}

	/* Si el elemento tiene sus frases y no las excluidas. */
	function holds(result, row, query) {
		var text = result.code ? row.text : row.title + ' · ' + row.text;
		var words = wordsOf(text).map(function (one) { return fold(one.word); });
		return query.phrases.every(function (phrase) { return holdsPhrase(words, phrase.words) !== phrase.no; }) &&
			!query.terms.some(function (term) { return term.no && words.indexOf(term.folded) >= 0; });
	}

	/* --- La página. */

	if (!place)
		return;
	var say = {}, byId = function (id) { return document.getElementById(id); };
	var input = byId('p_q'), status = byId('p_estado'), error = byId('p_error'), notes = listIn('p_avisos', 'ul', 'avisos');
	var list = listIn('p_resultados', 'ol', 'resultados'), more = byId('p_mas'), reset = byId('p_limpiar'), facets = byId('p_facetas');
	var narrow = byId('p_acotar'), chosenNote = byId('p_elegidas');
	var news = '';	/* lo que hay que decir aunque se siga tecleando */
	var PAGE = 10, EAGER = 5, CHECKS = 60, turn = 0, state = { q: '', chosen: {} }, shown = null, slow = 0, told = '';
	var ALL = ['fondo', 'ejercicio', 'seccion', 'ente', 'unidad', 'evaluador'];

	/* t('b', {n: 3}) */
	function t(key, values) {
		var text = place.dataset['t' + key.charAt(0).toUpperCase() + key.slice(1)] || '';
		return text.replace(/\{(\w)\}/g, function (all, name) {
			return values && name in values ? String(values[name]) : all;
		});
	}

	function number(value) {
		return String(value).replace(/\B(?=(\d{3})+$)/g, ',');
	}

	function element(name, text, classes) {
		var made = document.createElement(name);
		if (text)
			made.textContent = text;
		if (classes)
			made.className = classes;
		return made;
	}

	/* Las listas nacen aquí: sin guion no habría con qué llenarlas. */
	function listIn(id, name, classes) {
		var made = element(name, '', classes), inside = byId(id);
		if (inside.dataset.t)
			made.setAttribute('aria-label', inside.dataset.t);
		inside.appendChild(made);
		return made;
	}

	function empty(node) {
		while (node.firstChild)
			node.removeChild(node.firstChild);
	}

	/* Lo que se dice; mientras algo tarda, se dice eso. */
	function tell(text) {
		told = text;
		status.textContent = text;
	}

	onMissing = function () {
		if (missing && !slow)
			slow = setTimeout(function () { status.textContent = t('lento', { n: missing }); }, 1500);
		if (missing)
			return;
		clearTimeout(slow);
		slow = 0;
		tell(told);
	};

	function note(text) {
		if (text)
			notes.appendChild(element('li', text));
	}

	/* El texto, con lo que se buscó marcado; si es largo, donde más hay. */
	function putSnippet(to, text, marked) {
		var words = wordsOf(text), hits = words.filter(function (one) { return marked(fold(one.word)); });
		var from = 0, end = text.length, most = -1, LIMIT = 320;
		if (text.length > LIMIT) {
			hits.concat(hits.length ? [] : words.slice(0, 1)).forEach(function (hit) {
				var start = Math.max(0, hit.start - 70);
				var count = hits.filter(function (one) { return one.start >= start && one.end <= start + LIMIT; }).length;
				if (count > most) {
					most = count;
					from = start;
				}
			});
			while (from > 0 && text[from - 1] !== ' ')
				from--;
			end = from + LIMIT;
			while (end < text.length && text[end] !== ' ' && end < from + LIMIT + 40)
				end++;
			end = Math.min(end, text.length);
		}
		if (from > 0)
			to.appendChild(document.createTextNode('… '));
		var at = from;
		hits.forEach(function (hit) {
			if (hit.start < at || hit.end > end)
				return;
			to.appendChild(document.createTextNode(text.slice(at, hit.start)));
			to.appendChild(element('mark', text.slice(hit.start, hit.end)));
			at = hit.end;
		});
		to.appendChild(document.createTextNode(text.slice(at, end)));
		if (end < text.length)
			to.appendChild(document.createTextNode(' …'));
	}

	/* place: el lugar del elemento en su sección; no se sabe hasta leerlo. */
	function labelOf(result, kind, place) {
		var which = result.code & 15, section;
		if (which === 0)
			return t(kind === 'evaluacion' ? 'documento' : kind);
		section = root.secciones[which - 1];
		if (!section)
			return t('compromiso');
		return section[2] + (section[1] && place ? ' ' + place : '');
	}

	function anchorOf(result, place) {
		var which = result.code & 15, section = root.secciones[which - 1];
		if (which === 0)
			return '';
		if (!section)
			return '#p_seguimiento';
		return section[1] && place ? '#' + section[1] + '-' + place : '#s-' + section[0].replace(/\./g, '-');
	}

	/* «FISM 2022 · Municipio»: lo que se sabe antes que el texto. */
	function briefOf(item) {
		if (item < root.entradas)
			return '';
		var funds = valuesOf('fondo', item).map(function (i) { return root.fondo[i][1]; }).join(', ');
		var year = valuesOf('ejercicio', item).map(function (i) { return root.ejercicio[i][1]; }).join('');
		var entity = valuesOf('ente', item).map(function (i) { return root.ente[i][1]; }).join('');
		return (funds + ' ' + year).trim() + (entity ? ' · ' + entity : '');
	}

	function fillRow(row, result, found, marked) {
		var link = element('a');
		empty(row);
		/* Sólo direcciones de este sitio, hechas por el generador. */
		if (/^[a-z0-9]/.test(found.path) && found.path.indexOf(':') < 0)
			link.href = place.dataset.raiz + found.path + anchorOf(result, found.number);
		link.appendChild(element('span', labelOf(result, found.kind, found.number), 'que'));
		link.appendChild(document.createTextNode(' '));
		link.appendChild(element('span', briefOf(result.item) || found.title, 'nombre'));
		row.appendChild(link);
		if (found.text) {
			var paragraph = element('p', '', 'prosa');
			putSnippet(paragraph, found.text, marked);
			row.appendChild(paragraph);
		}
		if (result.item >= root.entradas)
			row.appendChild(element('p', found.title, 'tipo'));
	}

	function waitingRow(result) {
		var row = element('li'), kind = result.item < root.entradas ? '' : 'evaluacion';
		row.appendChild(element('span', kind ? labelOf(result, kind, 0) : '', 'que'));
		row.appendChild(document.createTextNode(' ' + briefOf(result.item)));
		row.classList.add('espera');
		/* Una ficha no suele decir más que su nombre. */
		if (!kind)
			row.classList.add('ficha-breve');
		return row;
	}

	/* Llama a seen(lugar) cuando un renglón está por verse: los datos de un teléfono son caros. */
	function watch(rows, seen) {
		if (!window.IntersectionObserver) {
			rows.forEach(function (_, i) { seen(i); });
			return;
		}
		var observer = new IntersectionObserver(function (changes) {
			changes.forEach(function (change) {
				if (!change.isIntersecting)
					return;
				observer.unobserve(change.target);
				seen(rows.indexOf(change.target));
			});
		}, { rootMargin: '100px' });
		rows.forEach(function (row) { observer.observe(row); });
	}

	/* Añade los siguientes resultados: los renglones al momento, sus textos cuando llegan. */
	function showMore(now) {
		var checks = shown.query.phrases.length || shown.query.terms.some(function (term) { return term.no; });
		var batch = shown.results.slice(shown.next, shown.next + (checks ? CHECKS : PAGE)), rows = [];
		var unsettled = shown.shallow && !shown.next && shown.looked.length > 1;

		/* Con frases, de diez en diez: no se pide lo que no se va a ver. */
		function check(from, kept) {
			if (now !== turn)
				return Promise.resolve();
			var some = batch.slice(from, from + PAGE);
			if (!some.length || kept >= PAGE) {
				shown.next += Math.min(from, batch.length);
				finish(kept);
				return Promise.resolve();
			}
			return Promise.all(some.map(function (one) { return readRow(one); })).then(function (found) {
				if (now !== turn)
					return;
				some.forEach(function (result, i) {
					if (!holds(result, found[i], shown.query))
						return;
					var row = element('li');
					fillRow(row, result, found[i], shown.marked);
					list.appendChild(row);
					kept++;
				});
				return check(from + PAGE, kept);
			});
		}
		function finish(kept) {
			var ended = shown.next >= shown.results.length;
			more.hidden = ended && !shown.shallow;
			shown.count += kept;
			if (checks && !ended && !kept)
				note(t('revisadas', { n: number(shown.next) }));
			tellCount(checks ? shown.count : shown.results.length, shown.shallow || (checks && !ended));
		}

		if (checks)
			return check(0, 0);
		shown.next += batch.length;
		batch.forEach(function (result) {
			var row = waitingRow(result);
			rows.push(row);
			list.appendChild(row);
		});
		finish(batch.length);
		function fill(i) {
			function put(found) {
				if (now !== turn)
					return;
				rows[i].classList.remove('espera', 'ficha-breve');
				fillRow(rows[i], batch[i], found, shown.marked);
			}
			return readRow(batch[i], put).then(put);
		}
		watch(rows.slice(EAGER), function (i) {
			fill(i + EAGER).catch(function () { return recover(now, {}); });
		});
		if (!unsettled)
			return Promise.all(rows.slice(0, EAGER).map(function (_, i) { return fill(i); }));
		/* De las palabras comunes se leyó lo primero: los que se ven primero se ordenan por lo que dicen. */
		return Promise.all(batch.slice(0, EAGER).map(function (one) { return readRow(one); })).then(function (found) {
			if (now !== turn)
				return;
			found.map(function (row, i) {
				return { result: batch[i], row: row, score: settled(batch[i], row, shown.looked), at: i };
			}).sort(function (a, b) { return b.score - a.score || a.at - b.at; }).forEach(function (one, i) {
				rows[i].classList.remove('espera', 'ficha-breve');
				fillRow(rows[i], one.result, one.row, shown.marked);
			});
		});
	}

	function tellCount(count, open) {
		var text = count === 1 ? t('uno') : t('varios', { n: number(count) + (open ? '+' : '') });
		if (!count && !open)
			text = t('nada');
		else if (!open && shown.documents)
			text += ' ' + t('en') + ' ' + (shown.documents === 1 ? t('evaluacion') :
				t('evaluaciones', { n: number(shown.documents) }));
		tell(text);
	}

	/* --- Las facetas en la página. */

	function counts(facet, results, sets) {
		var seen = new Map(), found = new Map();
		results.forEach(function (result) {
			if (result.item < root.entradas)
				return;
			if (facet === 'seccion') {
				var which = (result.code & 15) - 1;
				if (which < 0 || which >= root.secciones.length || seen.get(result.item * 16 + which) ||
				    !passes(sets, result.item, ''))
					return;
				seen.set(result.item * 16 + which, true);
				found.set(which, (found.get(which) || 0) + 1);
				return;
			}
			if (sets.seccion && !sets.seccion.has((result.code & 15) - 1))
				return;
			if (seen.has(result.item) || !passes(sets, result.item, facet))
				return;
			seen.set(result.item, true);
			valuesOf(facet, result.item).forEach(function (value) {
				found.set(value, (found.get(value) || 0) + 1);
			});
		});
		return found;
	}

	function fillFacet(details, results, sets) {
		var facet = details.dataset.faceta, rows = details.querySelector('ul') || details.appendChild(element('ul'));
		empty(rows);
		if (facet in LAZY && !has(facet)) {
			details.hidden = !results.length;
			return;
		}
		var found = counts(facet, results, sets), wanted = state.chosen[facet] || [];
		var choices = choicesOf(facet).map(function (choice, i) {
			return { key: choice[0], text: choice[1], count: found.get(i) || 0, on: wanted.indexOf(choice[0]) >= 0 };
		}).filter(function (choice) { return choice.count || choice.on; });
		if (facet === 'ejercicio')
			choices.reverse();
		else if (facet !== 'seccion')
			choices.sort(function (a, b) { return b.count - a.count || (a.text < b.text ? -1 : 1); });
		details.hidden = !choices.length;
		choices.forEach(function (choice) {
			var row = element('li'), label = element('label'), box = element('input');
			box.type = 'checkbox';
			box.value = choice.key;
			box.checked = choice.on;
			label.appendChild(box);
			label.appendChild(element('span', choice.text));
			label.appendChild(document.createTextNode(' '));
			label.appendChild(element('span', number(choice.count), 'cuenta'));
			row.appendChild(label);
			rows.appendChild(row);
		});
	}

	function fillFacets(results, sets) {
		var active = document.activeElement, focused = null;
		if (active && active.type === 'checkbox' && facets.contains(active))
			focused = [active.closest('details').dataset.faceta, active.value];
		Array.prototype.forEach.call(facets.querySelectorAll('details'), function (details) {
			fillFacet(details, results, sets);
		});
		if (focused)
			Array.prototype.forEach.call(facets.querySelectorAll('details[data-faceta="' + focused[0] + '"] input'), function (box) {
				if (box.value === focused[1])
					box.focus();
			});
		reset.hidden = !chosenAny();
		tellChosen();
	}

	/* En lo angosto las facetas están plegadas encima de los resultados: cuántas hay elegidas se dice afuera. */
	function tellChosen() {
		var count = ALL.reduce(function (sum, facet) { return sum + (state.chosen[facet] || []).length; }, 0);
		chosenNote.textContent = count ? (chosenNote.dataset.t || '').replace('{n}', number(count)) : '';
	}

	/* --- Una búsqueda, de principio a fin. */

	function marker(found, query) {
		var words = new Set(), opens = [];
		found.forEach(function (one) {
			one.forms.forEach(function (pair) { words.add(pair[0].folded); });
			if (one.term.open && one.term.folded.length > 1)
				opens.push(one.term.folded);
		});
		query.phrases.forEach(function (phrase) {
			if (!phrase.no)
				phrase.words.forEach(function (word) { words.add(word); });
		});
		return function (word) {
			return words.has(word) || opens.some(function (open) { return word.indexOf(open) === 0; });
		};
	}

	/* Lo que no está se cambia por lo que más se parece. */
	function correct(query) {
		var changed = [];
		query.terms = query.terms.filter(function (term) {
			if (formsOf(term).length)
				return true;
			/* «contable-financiero» no es una palabra: son dos. */
			if (term.parts) {
				term.parts.forEach(function (one) {
					changed.push({ word: one.word, folded: fold(one.word), no: term.no, exact: false, open: false });
				});
				return false;
			}
			if (term.no)
				return false;
			var near = term.exact ? null : nearest(term.folded);
			query.told = query.told || [];
			if (!near) {
				query.told.push(t('noAparece', { p: term.word }));
				query.lost = true;
				return false;
			}
			query.told.push(t('cambiada', { p: term.word, q: near }));
			changed.push({ word: near, folded: fold(near), no: false, exact: false, open: false });
			return false;
		});
		query.terms = query.terms.concat(changed);
		return changed.length ? loadFor({ terms: changed, deep: query.deep || isDeep(query) }) : Promise.resolve();
	}

	function answer(query, now) {
		var terms = query.terms.filter(function (term) { return !term.no; });
		var found = terms.map(lookUp), not = query.terms.filter(function (term) { return term.no; }).map(lookUp);
		var facet, sets = {}, ranked;

		openLazy();
		ALL.forEach(function (one) {
			if ((state.chosen[one] || []).length)
				sets[one] = chosenOf(state.chosen, one);
		});
		found.forEach(function (one) {
			if (one.cut)
				note(t('comun', { p: one.term.word, n: number(one.total), m: number(one.listed) }));
		});
		if (query.terms.length && !terms.length && !query.lost)
			ranked = everything();
		else if (terms.length)
			ranked = rank(found, not);
		else if (query.lost || query.ignored.length)
			ranked = { results: [], partial: false };
		else
			ranked = everything();
		if (ranked.partial || (query.lost && ranked.results.length))
			note(t('parcial'));
		var results = ranked.results.filter(function (result) {
			if (sets.seccion && !sets.seccion.has((result.code & 15) - 1))
				return false;
			for (facet in sets)
				if (result.item < root.entradas)
					return false;
			return passes(sets, result.item, '');
		});
		var seen = new Set();
		results.forEach(function (result) {
			if (result.item >= root.entradas)
				seen.add(result.item);
		});
		shown = { query: query, results: results, next: 0, shallow: !query.deep && found.some(function (one) { return one.cut; }), count: 0, documents: seen.size, looked: found, marked: marker(found, query) };
		fillFacets(ranked.results, sets);
		empty(list);
		return showMore(now);
	}

	function fail() {
		tell('');
		error.firstElementChild.textContent = t('fallo');
		error.hidden = false;
	}

	function chosenAny() {
		return ALL.some(function (facet) { return (state.chosen[facet] || []).length; });
	}

	/* Lo que va con toda primera búsqueda, y lo de las facetas elegidas que pesan. */
	function loadColumns() {
		var wanted = [root.columnas, root.frases];
		Object.keys(LAZY).forEach(function (facet) {
			if ((state.chosen[facet] || []).length)
				wanted.push(root[LAZY[facet]]);
		});
		return askAll(wanted).then(openColumns);
	}

	/* Falló una parte: quizá el sitio se publicó de nuevo mientras tanto. Promete si ahora hay otra raíz. */
	function reload() {
		var before = root;
		delete parts.raiz;
		return ask('raiz', true).then(function (data) {
			if (root && data.version === root.version)
				return root !== before;
			parts = { raiz: data };
			held = {};
			readRows = new Map();
			wholes = new Map();
			columns = units = evaluators = textSizes = phrases = null;
			openRoot(data);
			return true;
		}, function () {
			if (root)
				parts.raiz = root;
			return false;
		});
	}

	/* with.deep: todo lo de las palabras comunes; with.told: lo que hay que decir antes; with.again: no hay más que intentar. */
	function search(with_) {
		var now = ++turn, query;

		with_ = with_ || {};
		news = with_.told || news;
		error.hidden = true;
		return ask('raiz').then(function () {
			if (!root)
				openRoot(parts.raiz);
			query = parse(state.q);
			var nothing = !query.terms.length && !query.phrases.length && !query.ignored.length;
			if (nothing && !chosenAny() && !facets.querySelector('details[open]')) {
				/* Nada se pide mientras nada se busque. */
				shown = null;
				empty(list);
				empty(notes);
				more.hidden = true;
				facets.classList.toggle('cerradas', true);
				tell(t('vacio'));
				return;
			}
			facets.classList.toggle('cerradas', false);
			tell(t('buscando'));
			query.deep = with_.deep || chosenAny() || Boolean(facets.querySelector('details[open]')) || isDeep(query);
			return Promise.all([loadFor(query), loadColumns()]).then(function () {
				return now === turn ? correct(query) : null;
			}).then(function () {
				if (now !== turn)
					return;
				empty(notes);
				more.hidden = true;
				note(news);
				news = '';
				(query.told || []).forEach(note);
				if (query.ignored.length && !query.terms.length)
					note(t('vacias', { p: query.ignored.join(' ') }));
				if (query.cut)
					note(t('larga', { n: WORDS_MAX }));
				return answer(query, now);
			});
		}).catch(function () {
			return recover(now, with_);
		});
	}

	function recover(now, with_) {
		if (now !== turn)
			return;
		if (with_.again) {
			fail();
			return;
		}
		var known = Boolean(root);
		return reload().then(function (changed) {
			/* Lo que se haya tecleado mientras tanto también se busca en lo nuevo. */
			if (changed)
				return search({ again: true, deep: with_.deep && now === turn, told: known && t('cambio') });
			if (now === turn)
				fail();
		});
	}

	/* --- La dirección: #q=...&fondo=a,b */

	function read(text) {
		var found = { q: '', chosen: {} };
		text.replace(/^[#?]/, '').split('&').forEach(function (pair) {
			var at = pair.indexOf('='), key = pair.slice(0, at), value = pair.slice(at + 1).replace(/\+/g, ' ');
			try {
				value = decodeURIComponent(value);
			} catch (wrong) {
				return;
			}
			if (key === 'q')
				found.q = value.slice(0, 300);
			else if (ALL.indexOf(key) >= 0 && value)
				found.chosen[key] = value.split(',').slice(0, 50);
		});
		return found;
	}

	function write() {
		var pairs = [];
		function safe(text) {
			try {
				return encodeURIComponent(text);
			} catch (half) {
				return encodeURIComponent(text.replace(/[\ud800-\udfff]/g, ''));
			}
		}
		if (state.q.trim())
			pairs.push('q=' + safe(state.q.trim()).replace(/%20/g, '+'));
		ALL.forEach(function (facet) {
			if ((state.chosen[facet] || []).length)
				pairs.push(facet + '=' + state.chosen[facet].map(safe).join(','));
		});
		return '#' + pairs.join('&');
	}

	function keep() {
		var hash = write();
		if (hash === (location.hash || '#'))
			return;
		try {
			history.replaceState(null, '', location.search ? location.pathname + hash : hash);
		} catch (refused) {
			location.hash = hash;
		}
	}

	function arrive() {
		state = location.hash.length > 1 ? read(location.hash) : read(location.search);
		input.value = state.q;
		ALL.forEach(function (facet) {
			if ((state.chosen[facet] || []).length)
				facets.querySelector('details[data-faceta="' + facet + '"]').open = true;
		});
		search();
	}

	var typing;
	input.addEventListener('input', function () {
		clearTimeout(typing);
		typing = setTimeout(function () {
			state.q = input.value;
			keep();
			search();
		}, 180);
	});
	input.form.addEventListener('submit', function (event) {
		event.preventDefault();
		clearTimeout(typing);
		state.q = input.value;
		keep();
		search();
	});
	facets.addEventListener('change', function (event) {
		var facet = event.target.closest('details').dataset.faceta, chosen = [];
		Array.prototype.forEach.call(facets.querySelectorAll('details[data-faceta="' + facet + '"] input'), function (box) {
			if (box.checked)
				chosen.push(box.value);
		});
		state.chosen[facet] = chosen;
		keep();
		search();
	});
	/* Abrir una faceta antes de buscar la llena con todo el sitio; las unidades pesan y se piden entonces. */
	facets.addEventListener('toggle', function (event) {
		if (!event.target.open)
			return;
		/* Y lo que se cuenta se cuenta entero. */
		var wanted = LAZY[event.target.dataset.faceta];
		if (wanted && !has(event.target.dataset.faceta))
			ask('raiz').then(function (data) { return ask(data[wanted]); }).then(function () { return search(); }, function () { return recover(turn, {}); });
		else if (!shown || shown.shallow)
			search();
	}, true);
	reset.addEventListener('click', function () {
		state.chosen = {};
		keep();
		search();
		input.focus();
	});
	more.addEventListener('click', function () {
		var last = list.children.length, now = turn;
		function focus() {
			var link = list.children[last] && list.children[last].querySelector('a');
			if (link)
				link.focus();
		}
		/* Se acabó lo que de las palabras comunes se leyó primero: se lee lo demás. */
		function again() {
			if (turn === now && list.children.length <= last && shown && shown.next < shown.results.length)
				return showMore(now).then(again);
			if (turn === now)
				focus();
		}
		if (shown.shallow && shown.next >= shown.results.length) {
			var done = search({ deep: true });
			now = turn;
			done.then(again, function () { return recover(now, {}); });
			return;
		}
		showMore(now).then(function () {
			if (turn === now)
				focus();
		}, function () { return recover(now, {}); });
	});
	error.querySelector('button').addEventListener('click', function () {
		search();
		input.focus();
	});
	/* Con las flechas se va del cuadro a los resultados y de uno a otro. */
	place.addEventListener('keydown', function (event) {
		var links = Array.prototype.slice.call(list.querySelectorAll('a[href]'));
		var at = links.indexOf(document.activeElement), step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
		if (!step || (at < 0 && (document.activeElement !== input || step < 0)))
			return;
		event.preventDefault();
		if (at + step < 0)
			input.focus();
		else if (links[at + step])
			links[at + step].focus();
	});
	window.addEventListener('hashchange', function () {
		if (write() !== (location.hash || '#'))
			arrive();
	});

	/* Al lado de los resultados caben siempre; encima, se pliegan. El mismo ancho que en estilo.css. */
	var wide = window.matchMedia('(min-width: 60rem)');
	function unfold() {
		narrow.open = wide.matches;
	}
	if (wide.addEventListener)
		wide.addEventListener('change', unfold);
	unfold();

	byId('p_sin_guion').hidden = true;
	place.hidden = false;
	/* El guion de la raíz viene después de éste en la página, y puede faltar. */
	if (document.readyState === 'loading' || document.readyState === 'interactive')
		document.addEventListener('DOMContentLoaded', arrive);
	else
		arrive();
})();
