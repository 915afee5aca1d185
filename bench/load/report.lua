done = function(summary)
  local errors = summary.errors
  io.write(string.format(
    '\nJSON {"requests":%d,"bytes":%d,"microseconds":%d,"status":%d,"connect":%d,"read":%d,"write":%d,"timeout":%d}\n',
    summary.requests, summary.bytes, summary.duration,
    errors.status, errors.connect, errors.read, errors.write, errors.timeout))
end
