import { GoogleError, invalidArgument, notFound } from '../google/errors';
import { randomNumber } from '../state/ids';
import { takePage } from '../state/paging';
import type {
  CreatePermissionRequest,
  ListPermissionsRequest,
  NameRequest,
  Permission,
  Role,
  TransferOwnershipRequest,
  UpdatePermissionRequest,
} from './messages';
import type { TunedModels } from './tunedModels';

/** A permission as it is kept with its model; its name is made of the two ids. */
export interface PermissionRecord {
  readonly id: string;
  readonly createTime: string;
  readonly granteeType: 'USER' | 'GROUP' | 'EVERYONE';
  /** Absent for everyone. */
  readonly emailAddress?: string;
  readonly role: Role;
}

const RANKS: Readonly<Record<Role, number>> = { READER: 1, WRITER: 2, OWNER: 3 };
/** permission_service.proto, `ListPermissionsRequest.page_size`. */
const PAGES = { usual: 10, most: 1000 };

export function ownedBy(email: string): PermissionRecord {
  return newRecord({ granteeType: 'USER', emailAddress: email, role: 'OWNER' });
}

/** The role that was given to `email` itself. Group memberships are unknown here. */
export function ownRole(permissions: readonly PermissionRecord[], email: string): Role | undefined {
  return permissions.find(({ emailAddress }) => emailAddress === email)?.role;
}

export function isSharedWithEveryone(permissions: readonly PermissionRecord[]): boolean {
  return permissions.some(({ granteeType }) => granteeType === 'EVERYONE');
}

/** @throws GoogleError 403: who may not see a model is not told whether it exists. */
export function requireRole(
  permissions: readonly PermissionRecord[],
  email: string,
  needed: Role,
  model: string,
): void {
  const everyone = isSharedWithEveryone(permissions) ? RANKS.READER : 0;
  const own = ownRole(permissions, email);
  if (Math.max(everyone, own ? RANKS[own] : 0) >= RANKS[needed]) return;
  const text = `You do not have permission to access tuned model ${model} or it may not exist.`;
  throw new GoogleError('PERMISSION_DENIED', text);
}

/** POST tunedModels/M/permissions */
export function createPermission(
  { parent, permission }: CreatePermissionRequest,
  models: TunedModels,
  email: string,
): Permission {
  const permissions = models.permissions(parent, email, 'WRITER');
  const { granteeType, emailAddress, role } = permission;
  if (granteeType === undefined || granteeType === 'GRANTEE_TYPE_UNSPECIFIED') {
    throw invalidArgument('permission.grantee_type', 'grantee_type must be USER, GROUP or EVERYONE.');
  }
  const isEveryone = granteeType === 'EVERYONE';
  if (isEveryone !== (emailAddress === undefined)) {
    const text = isEveryone
      ? 'email_address must not be set for EVERYONE.'
      : 'email_address must be set for USER and GROUP.';
    throw invalidArgument('permission.email_address', text);
  }
  const granted = readRole(role);
  if (isEveryone && granted !== 'READER')
    throw invalidArgument('permission.role', 'EVERYONE can be READER only.');
  if (permissions.some((one) => one.granteeType === granteeType && one.emailAddress === emailAddress)) {
    throw new GoogleError('ALREADY_EXISTS', `A permission for ${emailAddress ?? 'everyone'} already exists.`);
  }
  const record = newRecord({ granteeType, ...(emailAddress ? { emailAddress } : {}), role: granted });
  models.setPermissions(parent, [...permissions, record]);
  return toMessage(parent, record);
}

export function getPermission({ name }: NameRequest, models: TunedModels, email: string): Permission {
  const { parent, record } = find(name, models, email, 'READER');
  return toMessage(parent, record);
}

export function listPermissions(request: ListPermissionsRequest, models: TunedModels, email: string) {
  const permissions = models.permissions(request.parent, email, 'READER');
  const { items, ...rest } = takePage(permissions, request, PAGES);
  return { permissions: items.map((record) => toMessage(request.parent, record)), ...rest };
}

/** PATCH: only the role can change, and the owner's only by a transfer. */
export function updatePermission(
  { permission, updateMask }: UpdatePermissionRequest,
  models: TunedModels,
  email: string,
): Permission {
  const { parent, record, permissions } = find(permission.name ?? '', models, email, 'WRITER');
  if (updateMask !== 'role' && updateMask !== '*') {
    throw invalidArgument(
      'update_mask',
      `Only the field 'role' of a permission can be updated, not '${updateMask}'.`,
    );
  }
  refuseOwner(record);
  const role = readRole(permission.role);
  if (record.granteeType === 'EVERYONE' && role !== 'READER') {
    throw invalidArgument('permission.role', 'EVERYONE can be READER only.');
  }
  const changed = { ...record, role };
  models.setPermissions(
    parent,
    permissions.map((one) => (one.id === record.id ? changed : one)),
  );
  return toMessage(parent, changed);
}

export function deletePermission({ name }: NameRequest, models: TunedModels, email: string): object {
  const { parent, record, permissions } = find(name, models, email, 'WRITER');
  refuseOwner(record);
  models.setPermissions(
    parent,
    permissions.filter(({ id }) => id !== record.id),
  );
  return {};
}

/** "The current owner will be downgraded to writer role." (permission_service.proto) */
export function transferOwnership(
  { name, emailAddress }: TransferOwnershipRequest,
  models: TunedModels,
  email: string,
): object {
  const others = models.permissions(name, email, 'OWNER').filter((one) => one.emailAddress !== emailAddress);
  const downgraded = others.map((one) => (one.role === 'OWNER' ? { ...one, role: 'WRITER' as const } : one));
  models.setPermissions(name, [...downgraded, ownedBy(emailAddress)]);
  return {};
}

function find(name: string, models: TunedModels, email: string, needed: Role) {
  const [parent = '', id] = name.split('/permissions/');
  const permissions = models.permissions(parent, email, needed);
  const record = permissions.find((one) => one.id === id);
  if (!record) throw notFound(`Permission ${name} does not exist.`);
  return { parent, record, permissions };
}

function readRole(role: Permission['role']): 'WRITER' | 'READER' {
  if (role === 'WRITER' || role === 'READER') return role;
  const text =
    role === 'OWNER'
      ? 'The OWNER role is given by transferOwnership only.'
      : 'role must be WRITER or READER.';
  throw invalidArgument('permission.role', text);
}

function refuseOwner({ role }: PermissionRecord): void {
  if (role === 'OWNER') {
    const text = "The owner's permission cannot be changed or deleted. Use transferOwnership.";
    throw new GoogleError('INVALID_ARGUMENT', text);
  }
}

function newRecord(permission: Omit<PermissionRecord, 'id' | 'createTime'>): PermissionRecord {
  return { id: randomNumber(), createTime: new Date().toISOString(), ...permission };
}

function toMessage(parent: string, { id, createTime: _, ...permission }: PermissionRecord): Permission {
  return { name: `${parent}/permissions/${id}`, ...permission };
}
