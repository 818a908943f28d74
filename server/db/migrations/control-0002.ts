import { Migration } from '@mikro-orm/migrations';

/** Why a version was published although tests of its template fail, in the publisher's words. */
export class Control0002 extends Migration {
  override name = 'control-0002';

  override up(): void {
    for (const table of ['publication', 'template_version'])
      this.addSql(`ALTER TABLE formwork.${table} ADD COLUMN IF NOT EXISTS despite_tests text`);
  }
}
