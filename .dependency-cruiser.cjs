/** Import direction (left to right only): schema → compile → db → tenancy → graphql → http ; schema → builder-ui. */
const notFrom = (name, from, to, comment) => ({
  name,
  severity: 'error',
  comment,
  from: { path: from, pathNot: '\\.test\\.tsx?$' },
  to: { path: to },
});
const onlyIn = (name, packages, allowed, comment) => ({
  name,
  severity: 'error',
  comment,
  from: { path: '^(schema|server|builder-ui)/', pathNot: `${allowed}|\\.test\\.tsx?$|^server/(test|bench)/` },
  to: { path: packages.map((p) => `node_modules/${p}(/|$)`).join('|') },
});
module.exports = {
  forbidden: [
    {
      name: 'no-circular',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    notFrom('schema-stands-alone', '^schema/', '^(server|builder-ui)/', 'schema/ is the shared language'),
    notFrom('core-first', '^schema/core/', '^schema/(expr|template|model)/', 'core knows nothing of the rest'),
    notFrom(
      'expr-before-template',
      '^schema/expr/',
      '^schema/(template|model)/',
      'expressions know types, not templates',
    ),
    notFrom('ui-not-server', '^builder-ui/', '^server/', 'types come through codegen'),
    notFrom('server-not-ui', '^server/', '^builder-ui/', 'the server serves built files only'),
    notFrom('compile-is-pure', '^server/compile/', '^server/(db|tenancy|graphql|http|cli)/', 'compilers do no IO'),
    notFrom('db-below', '^server/db/', '^server/(tenancy|graphql|http|cli)/', 'db knows plans only'),
    notFrom(
      'files-below',
      '^server/files/',
      '^server/(compile|db|tenancy|graphql|import|http|cli)/',
      'the file store knows bytes only',
    ),
    notFrom('tenancy-below', '^server/tenancy/', '^server/(graphql|http|cli)/', 'tenancy knows no API'),
    notFrom('graphql-below', '^server/graphql/', '^server/(import|pack-tests|http|cli)/', 'graphql knows no HTTP'),
    notFrom('import-below', '^server/import/', '^server/(http|cli)/', 'imports know no HTTP'),
    notFrom('pack-tests-below', '^server/pack-tests/', '^server/(http|cli)/', 'tests of templates know no HTTP'),
    onlyIn('mikro-orm-in-db', ['@mikro-orm', 'pg', '@electric-sql'], '^server/db/', 'the driver stays in db'),
    onlyIn(
      'graphql-in-graphql',
      ['graphql'],
      '^server/(graphql|http|compile)/|^builder-ui/develop/',
      'graphql-js in graphql, the read planner and http',
    ),
    onlyIn('type-graphql-in-graphql', ['type-graphql', 'dataloader'], '^server/graphql/', 'resolvers live in graphql'),
    onlyIn('apollo-in-http', ['@apollo/server'], '^server/http/', 'Apollo stays in http'),
    onlyIn('rjsf-in-form-runtime', ['@rjsf'], '^builder-ui/form-runtime/', 'rjsf stays in the form runtime'),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^dist/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.json'],
    },
  },
};
