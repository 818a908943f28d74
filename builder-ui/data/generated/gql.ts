/* eslint-disable */
import * as types from './graphql.ts';



/**
 * Map of all GraphQL operations in the project.
 *
 * This map has several performance disadvantages:
 * 1. It is not tree-shakeable, so it will include all operations in the project.
 * 2. It is not minifiable, so the string of a GraphQL query will be multiple times inside the bundle.
 * 3. It does not support dead code elimination, so it will add unused operations.
 *
 * Therefore it is highly recommended to use the babel or swc plugin for production.
 * Learn more about it here: https://the-guild.dev/graphql/codegen/plugins/presets/preset-client#reducing-bundle-size
 */
type Documents = {
    "query Me {\n  me {\n    user {\n      id\n      email\n      name\n      isOperator\n    }\n    memberships {\n      tenant\n      roles\n    }\n  }\n}\n\nmutation SignIn($email: String!, $password: String!) {\n  signIn(email: $email, password: $password) {\n    user {\n      id\n    }\n    issues {\n      code\n      path\n      message\n      cure\n    }\n  }\n}\n\nmutation SignOut {\n  signOut {\n    issues {\n      code\n    }\n  }\n}": typeof types.MeDocument,
    "query Tenants {\n  tenants {\n    id\n    name\n    label\n    timeZone\n    version\n    shapeHash\n    myRoles\n    versions {\n      number\n      note\n      at\n      author {\n        name\n      }\n    }\n  }\n}": typeof types.TenantsDocument,
};
const documents: Documents = {
    "query Me {\n  me {\n    user {\n      id\n      email\n      name\n      isOperator\n    }\n    memberships {\n      tenant\n      roles\n    }\n  }\n}\n\nmutation SignIn($email: String!, $password: String!) {\n  signIn(email: $email, password: $password) {\n    user {\n      id\n    }\n    issues {\n      code\n      path\n      message\n      cure\n    }\n  }\n}\n\nmutation SignOut {\n  signOut {\n    issues {\n      code\n    }\n  }\n}": types.MeDocument,
    "query Tenants {\n  tenants {\n    id\n    name\n    label\n    timeZone\n    version\n    shapeHash\n    myRoles\n    versions {\n      number\n      note\n      at\n      author {\n        name\n      }\n    }\n  }\n}": types.TenantsDocument,
};

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query Me {\n  me {\n    user {\n      id\n      email\n      name\n      isOperator\n    }\n    memberships {\n      tenant\n      roles\n    }\n  }\n}\n\nmutation SignIn($email: String!, $password: String!) {\n  signIn(email: $email, password: $password) {\n    user {\n      id\n    }\n    issues {\n      code\n      path\n      message\n      cure\n    }\n  }\n}\n\nmutation SignOut {\n  signOut {\n    issues {\n      code\n    }\n  }\n}"): typeof import('./graphql.ts').MeDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query Tenants {\n  tenants {\n    id\n    name\n    label\n    timeZone\n    version\n    shapeHash\n    myRoles\n    versions {\n      number\n      note\n      at\n      author {\n        name\n      }\n    }\n  }\n}"): typeof import('./graphql.ts').TenantsDocument;


export function graphql(source: string) {
  return (documents as any)[source] ?? {};
}
