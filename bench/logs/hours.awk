# The hourly counters as an awk script would take them, by the same fields as naive.ts.
/ radiusd: \[[0-9]+\] Billing-A[a-z]+: / {
  hour = substr($0, 1, 9)
  count[hour, substr($6, 9)]++
  type = "empty"
  if (match($0, /,PPP,A/)) type = "Alive"
  else if (match($0, /,PPP,Sta/)) type = "Start"
  else if (match($0, /,PPP,Sto/)) type = "Stop"
  count[hour, type]++
  if (match($0, / - FAILED /)) count[hour, "failed"]++
  if (type == "Alive" || type == "Stop") {
    split(substr($0, index($0, ",RADIUS,") + 8), field, ",")
    count[hour, "input"] += field[6]
    count[hour, "output"] += field[7]
    count[hour, "counted"]++
  }
  if (match($0, / delay [0-9.]+/)) {
    count[hour, "delay"] += substr($0, RSTART + 7, RLENGTH - 7)
    count[hour, "delayed"]++
  }
}
END { for (key in count) total += count[key]; print total }
