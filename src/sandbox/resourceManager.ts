import { GoogleError } from './google/errors';
import type { Handlers } from './http/rpc';
import { projectNumber } from './state/projects';

/** `google.iam.v1.TestIamPermissionsRequest` */
interface TestIamPermissionsRequest {
  readonly permissions: readonly string[];
}

const PERMISSION = /^[a-z]+\.[a-zA-Z]+\.[a-zA-Z]+$/;

/** `google.cloud.resourcemanager.v3.GetProjectRequest` */
interface GetProjectRequest {
  readonly name: string;
}

/** Cloud Resource Manager, as far as *Check Setup* and the confirmation of a launch ask it: every account owns every project of the sandbox. */
export function resourceManagerHandlers(): Handlers {
  return {
    unary: {
      GetProject: ({ name }: GetProjectRequest) => {
        const project = name.replace(/^projects\//, '');
        return { name: `projects/${projectNumber(project)}`, projectId: project, state: 'ACTIVE' };
      },
      TestIamPermissions: ({ permissions }: TestIamPermissionsRequest) => {
        const unknown = permissions.find((permission) => !PERMISSION.test(permission));
        if (unknown === undefined) return { permissions };
        throw new GoogleError('INVALID_ARGUMENT', `Permission ${unknown} is not valid for this resource.`);
      },
    },
    streams: {},
  };
}
