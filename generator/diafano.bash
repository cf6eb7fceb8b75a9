# diafano.bash -- completion of diafano's commands and options in bash.
# SPDX-License-Identifier: GPL-3.0-or-later

_diafano()
{
	local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]}
	local commands="build check explain help version"
	local command="" i=1

	while ((i < COMP_CWORD)); do
		case ${COMP_WORDS[i]} in
		-C) ((i++)) ;;
		-*) ;;
		*) command=${COMP_WORDS[i]}; break ;;
		esac
		((i++))
	done

	COMPREPLY=()
	case $before in
	-C | --content | --site)
		compopt -o dirnames
		return
		;;
	--theme)
		mapfile -t COMPREPLY < <(cd themes 2>/dev/null && compgen -d -- "$word")
		return
		;;
	-j | --at | --url)
		return
		;;
	esac

	local options="-C --help"
	case $command in
	"") mapfile -t COMPREPLY < <(compgen -W "$commands $options --version" -- "$word"); return ;;
	build) options+=" -j --content --theme --site --drafts --at --url --no-history --no-search --no-data --json" ;;
	check) options+=" -j --content --theme --drafts --strict --json" ;;
	esac
	if [[ $word == -* ]]; then
		mapfile -t COMPREPLY < <(compgen -W "$options" -- "$word")
	fi
}

complete -o default -F _diafano diafano
