-- An undo that was refused is handed back when it is asked for again. Where another command was to take its place, that one goes out.
update parked p set state = 'discarded', decided_at = now(), decided_by = 'lineshaft', reason = 'superseded by ' || r.position
from ledger l join ledger r on r.subject = l.subject and r.position > l.position and r.type = l.type and r.data ->> 'replaces' = l.id
where p.direction = 'out' and p.state in ('parked', 'held-behind', 'retrying', 'waiting') and l.position = p.position and l.type like 'command.%';
