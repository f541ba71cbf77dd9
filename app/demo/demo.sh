# Sourced by app/run and by the demo's test: a little office in one folder, with two laptops and a
# server of their own. Wants from whoever sources it:
#
#   demo_dir        the folder
#   tool_program    amia-tool
#   server_program  amia-server
#   say, fail       as in tests/setup.sh
#
# The folder holds fk.amia and af.amia (the laptops' replicas), server.db (the server's ledger) with
# server.url, server.pid and server.log beside it, anna.password and bertil.password, and, when all
# of it is made, the empty file "made".
#
# The stories are *.jsonl beside this file, for amia-tool put: fk and af are what each has written in
# a year's work, around what there is beside their cases (the catalogue, groups, the selection list,
# what people live on, what they agreed to do), fk-later what anna wrote while bertil wrote af. The calendar's, weeks, weeks-fk and
# weeks-af, are of now, whenever that is: {2} stands for two days after this week's Monday. Their ids
# are made to be read:
#
#   01440000-0003-7009-8000-000000000002     case 3, kind 9 (form), the second of them
#
# with the kinds 1 participant, 2 case, 3 member, 4 consent, 5 visit, 6 goal, 7 activity, 8 meeting,
# 9 form, a journal, b a row of a form, c reflection, d duty and enrolment, e income, f todo; and in
# case 0, which is nobody's, 5 offer, 6 group, 7 seat, 8 suggestion, d slot, e occasion, f booking.

story_dir=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
declare -A names=([fk]=anna [af]=bertil) agencies=([fk]=FK [af]=AF)

# A proxy of this machine leads to the world, not to a server on loopback.
export no_proxy=127.0.0.1${no_proxy:+,$no_proxy}

# --- the server ------------------------------------------------------------------------------

# server_is_up: whether the process we noted is still there, and is ours: numbers are used again.
server_is_up () {
  server_pid=$(cat "$demo_dir/server.pid" 2>/dev/null) && [ -n "$server_pid" ] &&
    tr '\0' ' ' 2>/dev/null <"/proc/$server_pid/cmdline" | grep -qF "amia-server --db $demo_dir/"
}

# try_address ADDRESS: starts the server there and waits until it says that it listens. It is in a
# session of its own, or Ctrl+C at one laptop would take it from the other.
try_address () {
  local line='' from process
  exec {from}< <(exec setsid "$server_program" --db "$demo_dir/server.db" --listen "$1" \
    </dev/null 2>>"$demo_dir/server.log" 7>&- 8>&- 9>&-)
  process=$!
  read -r -t 30 line <&"$from"
  exec {from}<&-
  case $line in
    'listening '*) ;;
    *) kill "$process" 2>/dev/null; return 1 ;;
  esac
  url=${line#listening } url=${url%/}
  printf '%s\n' "$process" >"$demo_dir/server.pid"
}

# start_server: at the address of last time, which the laptops know. If another program has taken
# it: at a free one, and the laptops sign in anew. Sets url.
start_server () {
  local before laptop
  before=$(cat "$demo_dir/server.url" 2>/dev/null)
  if server_is_up; then url=$before; return; fi
  [ -n "$before" ] && try_address "${before#http://}" && return
  try_address 127.0.0.1:0 ||
    fail "The server did not start: $(tail -n 1 "$demo_dir/server.log" 2>/dev/null)"
  printf '%s\n' "$url" >"$demo_dir/server.url"
  for laptop in fk af; do
    [ ! -f "$demo_dir/$laptop.amia" ] || sign_in $laptop
  done
}

# stop_server: asks it to end and waits until it has, so that its address is free.
stop_server () {
  local waits=100
  server_is_up || return 0
  kill "$server_pid"
  while server_is_up && [ $((waits -= 1)) -gt 0 ]; do sleep 0.1; done
  rm -f "$demo_dir/server.pid"
}

# --- the laptops -----------------------------------------------------------------------------

tool () { env -u AMIA_PASSPHRASE_FILE "$tool_program" "$@" >/dev/null 2>>"$demo_dir/tool.log"; }

fail_at () { fail "$1: $(tail -n 1 "$demo_dir/tool.log")"; }

sign_in () {
  tool login "$demo_dir/$1.amia" --server "$url" --user "${names[$1]}" <"$demo_dir/${names[$1]}.password" ||
    fail_at "${names[$1]} could not sign in at $url"
}

# The stories end on this day. They are told as if they ended this week, so that what is due is due
# now, and by whole weeks, so that Mondays stay Mondays.
story_end=2014-11-14
months=(januari februari mars april maj juni juli augusti september oktober november december)

# later DAY DAYS [FORMAT]: the day so many days later.
later () { LC_ALL=C date -u -d "$1 + $2 days" "${3:-+%Y-%m-%d}"; }

# list_shifts STORY DAYS: a sed command for each day that the story names: 2014-03-28, "28 mars" and
# "i mars". A month that was written is marked, so that it is not taken for one to be read.
list_shifts () {
  local day month number
  while read -r day; do
    printf 's/%s/%s/g\n' "$day" "$(later "$day" "$2")"
  done < <(grep -oE '2014-[0-9]{2}-[0-9]{2}|2015-[0-9]{2}-[0-9]{2}' "$1" | sort -u)
  for number in {1..12}; do
    month=${months[number - 1]}
    while read -r day; do
      printf 's/\\b%s %s\\b/%s \\x01%s/g\n' "$day" "$month" "$(later "2014-$number-$day" "$2" +%-d)" \
        "${months[$(later "2014-$number-$day" "$2" +%-m) - 1]}"
    done < <(grep -oE "\b[0-9]{1,2} $month\b" "$1" | grep -oE '^[0-9]+' | sort -u)
  done
  for number in {1..12}; do
    printf 's/([^\\x01[:alpha:]])%s\\b/\\1\\x01%s/g\n' "${months[number - 1]}" \
      "${months[$(later "2014-$number-15" "$2" +%-m) - 1]}"
  done
  for number in {01..12}; do
    printf 's/"value": 2014%s\\b/"value": %s/g\n' "$number" "$(later "2014-$number-15" "$2" +%Y%m)"
  done
  printf 's/\\x01//g\ns/N-2014-/N-%s-/g\n' "$(later "$story_end" "$2" +%Y)"
}

# retell STORY: the story with its days moved to this year.
retell () {
  local days
  days=$((($(date -u +%s) - $(date -u -d "$story_end" +%s)) / 86400 / 7 * 7))
  sed -E "$(list_shifts "$1" "$days")" "$1"
}

# tell LAPTOP STORY: writes a story, a change a line, into a laptop.
tell () {
  retell "$story_dir/$2.jsonl" | tool put "$demo_dir/$1.amia" || fail_at "The story $2.jsonl could not be told"
}

# tell_now LAPTOP STORY: the same with the days that it means today.
tell_now () {
  local monday days='' n
  monday=$(date -d "$(($(date +%u) - 1)) days ago" +%F)
  for n in {-7..35}; do days+="s/{$n}/$(date -d "$monday $n days" +%F)/g;"; done
  sed -e "$days" "$story_dir/$2.jsonl" | tool put "$demo_dir/$1.amia" || fail_at "The story $2.jsonl could not be told"
}

sync_laptop () { tool sync "$demo_dir/$1.amia" || fail_at "The laptop of ${names[$1]} could not sync"; }

add_user () {
  (umask 077 && head -c 12 /dev/urandom | base64 >"$demo_dir/$1.password")
  "$server_program" user add "$1" --agency "$2" --role caseworker --db "$demo_dir/server.db" \
    <"$demo_dir/$1.password" >/dev/null 2>>"$demo_dir/tool.log" || fail_at "The server would not take the user $1"
}

# No case is closed without a closing document that both have approved: Märta's and Nils's.
approve_closings () {
  local laptop case
  for laptop in fk af; do
    for case in 1 2; do
      tool form approve "$demo_dir/$laptop.amia" --id "01440000-000$case-7009-8000-000000000005" ||
        fail_at "${names[$laptop]} could not approve how case $case ended"
    done
  done
  sync_laptop fk; sync_laptop af; sync_laptop fk
}

# make_demo: everything from the beginning; the server is up when it is done.
make_demo () {
  local laptop
  stop_server
  rm -f "$demo_dir"/{made,server.*,tool.log,*.amia,*.amia-*,*.password}
  for laptop in fk af; do add_user "${names[$laptop]}" "${agencies[$laptop]}"; done
  start_server
  for laptop in fk af; do
    tool init "$demo_dir/$laptop.amia" --user "${names[$laptop]}" --agency "${agencies[$laptop]}" --unencrypted ||
      fail_at "The laptop of ${names[$laptop]} could not be made"
    sign_in $laptop
  done

  tell fk fk; tell fk around; tell_now fk weeks; sync_laptop fk; sync_laptop af
  # Each now writes without the other's words: two answers get two versions, and one time two bookings.
  tell fk fk-later; tell_now fk weeks-fk; tell af af; tell_now af weeks-af; sync_laptop af; sync_laptop fk; sync_laptop af
  approve_closings
  touch "$demo_dir/made"
}
