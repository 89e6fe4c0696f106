import type { Query } from '@stowbase/postgres';
import { sqlStateOf, takenBack } from './taken-back';

/**
 * Tried out, because the catalogue doesn't tell: a superuser may, before 15 nobody else, from 15 on who was granted SET on the
 * parameter, and on Supabase the platform's hook decides. For inside a transaction, which it leaves as it was.
 */
export async function canRestTriggers(q: Query): Promise<boolean> {
  try {
    await takenBack(q, () => q('SET LOCAL session_replication_role = replica'));
    return true;
  } catch (error) {
    if (sqlStateOf(error) === insufficientPrivilege) return false;
    throw error;
  }
}

const insufficientPrivilege = '42501';
