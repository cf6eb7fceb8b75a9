# diafano.bash -- completion of diafano's commands and options in bash.
# SPDX-License-Identifier: GPL-3.0-or-later

_diafano()
{
	local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]}
	local commands="build check explain new import serve publish history diff dump help version"
	local command="" directory=. i=1

	while ((i < COMP_CWORD)); do
		case ${COMP_WORDS[i]} in
		-C) directory=${COMP_WORDS[++i]} ;;
		-*) ;;
		*) command=${command:-${COMP_WORDS[i]}} ;;
		esac
		((i++))
	done

	COMPREPLY=()
	case $before in
	-C | --directorio | --content | --site)
		compopt -o dirnames
		return
		;;
	--theme)
		mapfile -t COMPREPLY < <(cd themes 2>/dev/null && compgen -d -- "$word")
		return
		;;
	--server)
		mapfile -t COMPREPLY < <(compgen -W "nginx apache" -- "$word")
		return
		;;
	--only)
		mapfile -t COMPREPLY < <(compgen -W "$("${COMP_WORDS[0]}" explain 2>/dev/null | sed -n 's/^  \([a-z0-9-]*\) *\(nota\|advertencia\|error\)$/\1/p')" -- "$word")
		return
		;;
	-j | --jobs | --at | --url | --ejercicio | --fondo | --ente | --clave | --port | --host)
		return
		;;
	esac

	local options="--help -h"
	case $command in
	"")
		mapfile -t COMPREPLY < <(compgen -W "$commands --help --version" -- "$word")
		return
		;;
	help)
		mapfile -t COMPREPLY < <(compgen -W "$commands" -- "$word")
		return
		;;
	build) options+=" -C --content --theme --site -j --jobs --drafts --at --url --strict --no-history --no-search --no-data --json" ;;
	check) options+=" -C --content --theme -j --jobs --drafts --at --url --only --strict --json" ;;
	explain) options+=" -C --content" ;;
	new) options+=" -C --content --ejercicio --fondo --ente" ;;
	serve) options+=" -C --content --theme -j --jobs --url --port --host" ;;
	publish) options+=" -C --content --theme --site -j --jobs --at --url --dry-run --yes --uncommitted --back --server" ;;
	import) options+=" -C --content --ejercicio --fondo --clave --json" ;;
	history | diff) options+=" -C --content --json" ;;
	dump) options+=" -C --content --theme -j --jobs --drafts --at" ;;
	esac
	if [[ $word == -* ]]; then
		mapfile -t COMPREPLY < <(compgen -W "$options" -- "$word")
		return
	fi
	case $command in
	check | history | diff)	# identities; where none fits, files: the path of an evaluation does as well
		mapfile -t COMPREPLY < <(compgen -W "$(cd "$directory/content/evaluaciones" 2>/dev/null &&
			printf '%s\n' */*.md | sed -n 's,^\([0-9]*/[a-z0-9-]*\)\.md$,\1,p')" -- "$word")
		;;
	esac
}

complete -o default -F _diafano diafano
