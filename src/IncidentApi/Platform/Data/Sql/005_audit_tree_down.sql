drop function seal_audit(integer), audit_state(), audit_hashes(integer[], bigint[]), audit_seal_at(bigint), audit_heads_at(bigint),
  keep_audit_checkpoint(bigint, bytea, text), audit_faults();
drop function audit_leaf(uuid, bigint, bytea);
drop policy seal on heads;
drop policy seal on audit_entries;
revoke all on heads, audit_entries from incidents_sealer;
