import { Migration } from '@mikro-orm/migrations';

/** Which texts a version has: tenants share a compiled bundle when shape and texts are equal. */
export class Control0003 extends Migration {
  override name = 'control-0003';

  override up(): void {
    this.addSql(`ALTER TABLE formwork.tenant_version ADD COLUMN IF NOT EXISTS texts_hash text`);
  }
}
